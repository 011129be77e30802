package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/** Decodes parts of the lines of a {@link QuantizedMatrix}. Has scratch memory: for one thread. */
final class QuantizedLines {
    /** After so many codes a word begins, whatever their bits. */
    private static final int PERIOD = 32;

    /** The most elements that are decoded at once. */
    private static final int PART = 2048;

    /** The smallest group of any mode. */
    private static final int LEAST_GROUP = 16;

    private final QuantizedMatrix matrix;
    private final Quantization how;
    private final DType dtype;
    private final float[] values;
    private final GroupScales scales;
    private final @Nullable GroupScales biases;
    private final int[] words = new int[(PART + PERIOD) / Integer.BYTES];
    private final int[] codes = new int[PART];
    private final float[] scale = new float[PART / LEAST_GROUP + 2];
    private final float[] bias = new float[PART / LEAST_GROUP + 2];
    private final Block rounding = new Block();

    /**
     * A decoder.
     *
     * @param dtype to which scales and products are rounded: F32, F16 or BF16
     */
    QuantizedLines(QuantizedMatrix matrix, DType dtype) {
        this.matrix = matrix;
        this.how = matrix.how();
        this.dtype = dtype;
        this.values = values(how.mode());
        this.scales = new GroupScales(matrix.scales(), how.mode(), matrix.factor());
        this.biases =
                matrix.biases() == null ? null : new GroupScales(matrix.biases(), how.mode(), 1);
    }

    /** What the codes stand for before they are scaled; nothing where that is their number. */
    static float[] values(Quantization.Mode mode) {
        if (mode == Quantization.Mode.AFFINE) {
            return new float[0];
        }
        DType format = mode == Quantization.Mode.MXFP8 ? DType.F8_E4M3 : DType.F4;
        float[] values = new float[1 << format.bits()];
        for (int code = 0; code < values.length; code++) {
            values[code] = SmallFloats.of(format).decode(code);
        }
        return values;
    }

    /** Decodes {@code n} elements of a line, from element {@code first} on. */
    void load(long line, long first, float[] into, int at, int n) {
        for (int done = 0; done < n; done += PART) {
            part(line, first + done, into, at + done, Math.min(PART, n - done));
        }
    }

    private void part(long line, long first, float[] into, int at, int n) {
        int skipped = (int) (first % PERIOD);
        long word = how.words(line * matrix.columns()) + how.words(first - skipped);
        int used = Math.ceilDiv((skipped + n) * how.bits(), Integer.SIZE);
        MemorySegment.copy(matrix.words(), Layouts.U32_LE, word * Integer.BYTES, words, 0, used);
        PackedCodes.unpack(words, skipped, how.bits(), codes, n);

        long firstGroup = how.groups(first);
        int groups = (int) (how.groups(first + n - 1) - firstGroup) + 1;
        long stored = line * how.groups(matrix.columns()) + firstGroup;
        scales.load(stored, scale, groups);
        round(scale, 0, groups);
        if (biases != null) {
            biases.load(stored, bias, groups);
        }
        long start = firstGroup * how.groupSize() - first;
        for (int group = 0; group < groups; group++) {
            int from = (int) Math.max(0, start + group * how.groupSize());
            int to = (int) Math.min(n, start + (group + 1) * how.groupSize());
            decode(group, from, to, into, at);
        }
    }

    private void decode(int group, int from, int to, float[] into, int at) {
        if (values.length > 0) {
            scaled(values, codes, from, to, scale[group], into, at);
        } else if (dtype == DType.F32) {
            affine(codes, from, to, scale[group], bias[group], into, at);
        } else {
            affine(codes, from, to, scale[group], 0, into, at);
            round(into, at + from, to - from);
            shift(into, at + from, at + to, bias[group]);
        }
    }

    private void round(float[] numbers, int at, int n) {
        if (dtype != DType.F32) {
            rounding.become(dtype);
            System.arraycopy(numbers, at, rounding.floats(), 0, n);
            rounding.round(n);
            System.arraycopy(rounding.floats(), 0, numbers, at, n);
        }
    }

    private static void affine(
            int[] codes, int from, int to, float scale, float bias, float[] into, int at) {
        for (int i = from; i < to; i++) {
            into[at + i] = scale * codes[i] + bias;
        }
    }

    private static void scaled(
            float[] values, int[] codes, int from, int to, float scale, float[] into, int at) {
        for (int i = from; i < to; i++) {
            into[at + i] = scale * values[codes[i]];
        }
    }

    private static void shift(float[] into, int from, int to, float bias) {
        for (int i = from; i < to; i++) {
            into[i] += bias;
        }
    }
}
