package dev.mlxj.array.kernel;

import dev.mlxj.tensor.Quantization;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Decodes lines of a packed matrix side by side, for {@code x w^T}. Words are turned when they are
 * loaded, several codes at once; so decoding runs over neighbouring lines, with the same shift for
 * all, and C2 vectorises it: 0.4 ns an element of 4 bits, where lines one by one take 0.6 and would
 * still have to be turned.
 *
 * <p>A class for each kind of code: a loop that is inlined where another kind was used first is not
 * vectorised.
 */
abstract sealed class QuantizedColumns implements PanelSource.Columns {
    private static final int WORD = Integer.SIZE;
    private static final int DEPTH = MOST_ELEMENTS;

    /** Words of one line in a panel, for codes of 8 bits. */
    private static final int MOST_WORDS = DEPTH / Integer.BYTES;

    /** Groups of one line in a panel, for groups of 16. */
    private static final int MOST_GROUPS = DEPTH / 16;

    private final QuantizedMatrix matrix;
    private final long firstLine;
    private final GroupScales scales;
    private final int[] line = new int[MOST_WORDS];
    private final float[] groups = new float[MOST_GROUPS];

    final Quantization how;
    final int[][] words;
    final float[][] scale;
    int count;

    private QuantizedColumns(QuantizedMatrix matrix, long firstLine) {
        this.matrix = matrix;
        this.firstLine = firstLine;
        this.how = matrix.how();
        this.scales = new GroupScales(matrix.scales(), how.mode(), matrix.factor());
        this.words = new int[DEPTH * how.bits() / WORD][MOST_LINES];
        this.scale = new float[DEPTH / how.groupSize()][MOST_LINES];
    }

    /** A decoder of the lines from one on. */
    static QuantizedColumns of(QuantizedMatrix matrix, long firstLine) {
        return switch (matrix.how().mode()) {
            case AFFINE -> new Affine(matrix, firstLine);
            case MXFP4, NVFP4 -> new F4(matrix, firstLine);
            case MXFP8 -> new F8(matrix, firstLine);
        };
    }

    @Override
    public void open(long first, int lines, long element, int n) {
        count = lines;
        int wordCount = (int) how.words(n);
        for (int j = 0; j < lines; j++) {
            long at = (firstLine + first + j) * matrix.columns() + element;
            long word = how.words(at) * Integer.BYTES;
            MemorySegment.copy(matrix.words(), Layouts.U32_LE, word, line, 0, wordCount);
            for (int i = 0; i < wordCount; i++) {
                words[i][j] = line[i];
            }
            openGroups(how.groups(at), (int) how.groups(n), j);
        }
    }

    /** Decodes what the groups of the j-th line share. */
    void openGroups(long first, int n, int j) {
        turn(scales, first, n, scale, j);
    }

    final void turn(GroupScales from, long first, int n, float[][] into, int j) {
        from.load(first, groups, n);
        for (int group = 0; group < n; group++) {
            into[group][j] = groups[group];
        }
    }

    private static final class Affine extends QuantizedColumns {
        private final GroupScales biases;
        private final float[][] bias;
        private final int mask;

        Affine(QuantizedMatrix matrix, long firstLine) {
            super(matrix, firstLine);
            this.biases = new GroupScales(Objects.requireNonNull(matrix.biases()), how.mode(), 1);
            this.bias = new float[scale.length][MOST_LINES];
            this.mask = (1 << how.bits()) - 1;
        }

        @Override
        void openGroups(long first, int n, int j) {
            super.openGroups(first, n, j);
            turn(biases, first, n, bias, j);
        }

        @Override
        public void load(int i, float[] into, int at) {
            int bit = i * how.bits();
            int shift = bit % WORD;
            int[] low = words[bit / WORD];
            float[] s = scale[i / how.groupSize()];
            float[] b = bias[i / how.groupSize()];
            if (shift + how.bits() > WORD) {
                cut(low, words[bit / WORD + 1], shift, mask, s, b, into, at, count);
            } else {
                whole(low, shift, mask, s, b, into, at, count);
            }
        }

        private static void whole(
                int[] words,
                int shift,
                int mask,
                float[] scale,
                float[] bias,
                float[] into,
                int at,
                int n) {
            for (int j = 0; j < n; j++) {
                into[at + j] = scale[j] * ((words[j] >>> shift) & mask) + bias[j];
            }
        }

        /** As {@link #whole}, for codes that go on in the next word. */
        private static void cut(
                int[] low,
                int[] high,
                int shift,
                int mask,
                float[] scale,
                float[] bias,
                float[] into,
                int at,
                int n) {
            int rest = WORD - shift;
            for (int j = 0; j < n; j++) {
                int code = ((low[j] >>> shift) | (high[j] << rest)) & mask;
                into[at + j] = scale[j] * code + bias[j];
            }
        }
    }

    private static final class F4 extends QuantizedColumns {
        F4(QuantizedMatrix matrix, long firstLine) {
            super(matrix, firstLine);
        }

        @Override
        public void load(int i, float[] into, int at) {
            int bit = i * how.bits();
            decode(words[bit / WORD], bit % WORD, scale[i / how.groupSize()], into, at, count);
        }

        /**
         * Values of F4 are halves of 0, 1, 2, 3, 4, 6, 8 and 12: computed, since C2 vectorises that
         * and no look-up. A negative 0 becomes 0, which changes no sum.
         */
        private static void decode(
                int[] words, int shift, float[] scale, float[] into, int at, int n) {
            for (int j = 0; j < n; j++) {
                int code = words[j] >>> shift;
                int magnitude = code & 7;
                int halves =
                        magnitude + Math.max(0, magnitude - 4) + 2 * Math.max(0, magnitude - 6);
                int sign = (code << 28) >> 31;
                into[at + j] = scale[j] * (0.5f * ((halves ^ sign) - sign));
            }
        }
    }

    private static final class F8 extends QuantizedColumns {
        private final float[] values;

        F8(QuantizedMatrix matrix, long firstLine) {
            super(matrix, firstLine);
            this.values = QuantizedLines.values(how.mode());
        }

        @Override
        public void load(int i, float[] into, int at) {
            int bit = i * how.bits();
            int[] codes = words[bit / WORD];
            decode(codes, bit % WORD, values, scale[i / how.groupSize()], into, at, count);
        }

        private static void decode(
                int[] words,
                int shift,
                float[] values,
                float[] scale,
                float[] into,
                int at,
                int n) {
            for (int j = 0; j < n; j++) {
                into[at + j] = scale[j] * values[(words[j] >>> shift) & 0xff];
            }
        }
    }
}
