package dev.mlxj.array.kernel;

import dev.mlxj.tensor.Quantization;

import java.lang.foreign.MemorySegment;

/**
 * Rows that are columns of the packed matrix: {@code x w^T}, as in a linear layer. Words are turned
 * when they are loaded, several codes at once; so decoding runs over neighbours in a row, with the
 * same shift for all, and C2 vectorises it.
 */
final class PanelAcrossLines implements QuantizedPanel {
    private static final int WORD = Integer.SIZE;

    /** Words of one line in a panel, for codes of 8 bits. */
    private static final int MOST_WORDS = DEPTH / Integer.BYTES;

    /** Groups of one line in a panel, for groups of 16. */
    private static final int MOST_GROUPS = DEPTH / 16;

    private final QuantizedMatrix matrix;
    private final Quantization how;
    private final float[] values;
    private final GroupScales scales;
    private final GroupScales biases;
    private final int[] line = new int[MOST_WORDS];
    private final float[] groups = new float[MOST_GROUPS];
    private final int[][] words;
    private final float[][] scale;
    private final float[][] bias;
    private int columns;

    /** A panel of at most so many columns. */
    PanelAcrossLines(QuantizedMatrix matrix, int columns) {
        this.matrix = matrix;
        this.how = matrix.how();
        this.values = QuantizedLines.values(how.mode());
        this.scales = new GroupScales(matrix.scales(), how.mode(), matrix.factor());
        this.biases =
                matrix.biases() == null ? scales : new GroupScales(matrix.biases(), how.mode(), 1);
        this.words = new int[DEPTH * how.bits() / WORD][columns];
        this.scale = new float[DEPTH / how.groupSize()][columns];
        this.bias = new float[DEPTH / how.groupSize()][columns];
    }

    @Override
    public void open(long firstLine, int row, int rows, int column, int n) {
        columns = n;
        int count = (int) how.words(rows);
        int groupCount = (int) how.groups(rows);
        for (int j = 0; j < n; j++) {
            long at = (firstLine + column + j) * matrix.columns() + row;
            MemorySegment.copy(
                    matrix.words(), Layouts.U32_LE, how.words(at) * Integer.BYTES, line, 0, count);
            for (int word = 0; word < count; word++) {
                words[word][j] = line[word];
            }
            turn(scales, how.groups(at), groupCount, scale, j);
            if (how.hasBiases()) {
                turn(biases, how.groups(at), groupCount, bias, j);
            }
        }
    }

    private void turn(GroupScales from, long first, int n, float[][] into, int column) {
        from.load(first, groups, n);
        for (int group = 0; group < n; group++) {
            into[group][column] = groups[group];
        }
    }

    @Override
    public void decode(int row, float[] into) {
        int bit = row * how.bits();
        int shift = bit % WORD;
        int[] low = words[bit / WORD];
        int group = row / how.groupSize();
        if (shift + how.bits() > WORD) {
            cut(
                    low,
                    words[bit / WORD + 1],
                    shift,
                    mask(),
                    scale[group],
                    bias[group],
                    into,
                    columns);
            return;
        }
        switch (how.mode()) {
            case AFFINE -> affine(low, shift, mask(), scale[group], bias[group], into, columns);
            case MXFP4, NVFP4 -> f4(low, shift, scale[group], into, columns);
            case MXFP8 -> looked(low, shift, values, scale[group], into, columns);
        }
    }

    private int mask() {
        return (1 << how.bits()) - 1;
    }

    private static void affine(
            int[] words, int shift, int mask, float[] scale, float[] bias, float[] into, int n) {
        for (int j = 0; j < n; j++) {
            into[j] = scale[j] * ((words[j] >>> shift) & mask) + bias[j];
        }
    }

    /** As {@link #affine}, for codes that go on in the next word. */
    private static void cut(
            int[] low,
            int[] high,
            int shift,
            int mask,
            float[] scale,
            float[] bias,
            float[] into,
            int n) {
        int rest = WORD - shift;
        for (int j = 0; j < n; j++) {
            int code = ((low[j] >>> shift) | (high[j] << rest)) & mask;
            into[j] = scale[j] * code + bias[j];
        }
    }

    /**
     * Values of F4 are halves of 0, 1, 2, 3, 4, 6, 8 and 12: computed, since C2 vectorises that and
     * no look-up. A negative 0 becomes 0, which changes no sum.
     */
    private static void f4(int[] words, int shift, float[] scale, float[] into, int n) {
        for (int j = 0; j < n; j++) {
            int code = words[j] >>> shift;
            int magnitude = code & 7;
            int halves = magnitude + Math.max(0, magnitude - 4) + 2 * Math.max(0, magnitude - 6);
            int sign = (code << 28) >> 31;
            into[j] = scale[j] * (0.5f * ((halves ^ sign) - sign));
        }
    }

    private static void looked(
            int[] words, int shift, float[] values, float[] scale, float[] into, int n) {
        for (int j = 0; j < n; j++) {
            into[j] = scale[j] * values[(words[j] >>> shift) & 0xff];
        }
    }
}
