package dev.mlxj.array.kernel;

import dev.mlxj.tensor.Quantization;

/**
 * Codes from 0 to {@code 2^bits - 1} for the numbers between the least and the greatest of a group.
 * That end of the group which is farther from 0 is kept as it is, and 0 itself falls on a code:
 * where the end is the greatest, the scale is negative. All in F32, as in {@code mx.quantize}.
 */
final class AffineCoder implements GroupCoder {
    /** The least scale: groups of equal numbers have no width of their own. */
    private static final float LEAST = 1e-7f;

    /** Added and taken away, it rounds a small number to an integer, ties to even. */
    private static final float ROUNDER = 0x1.8p23f;

    private final int size;
    private final int most;
    private float scale;
    private float bias;

    AffineCoder(Quantization how) {
        this.size = how.groupSize();
        this.most = (1 << how.bits()) - 1;
    }

    /** By comparisons, which are faster than {@link Math#min} and pass NaN over, as in MLX. */
    @Override
    public void fit(float[] x, int at) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + size; i++) {
            float number = x[i];
            low = number < low ? number : low;
            high = number > high ? number : high;
        }
        fit(low, high);
    }

    private void fit(float low, float high) {
        boolean fromBelow = Math.abs(low) > Math.abs(high);
        float width = Math.max((high - low) / most, LEAST);
        float edge = fromBelow ? low : high;
        scale = fromBelow ? width : -width;
        bias = 0;
        float steps = (float) Math.rint(edge / scale);
        if (steps != 0) {
            scale = edge / steps;
            bias = edge;
        }
    }

    @Override
    public void encode(float[] x, int at, int[] codes, int to) {
        encode(x, at, size, scale, bias, most, codes, to);
    }

    private static void encode(
            float[] x, int at, int n, float scale, float bias, int most, int[] codes, int to) {
        for (int i = 0; i < n; i++) {
            int steps = (int) ((x[at + i] - bias) / scale + ROUNDER - ROUNDER);
            codes[to + i] = Math.min(Math.max(steps, 0), most);
        }
    }

    @Override
    public float scale() {
        return scale;
    }

    @Override
    public float bias() {
        return bias;
    }
}
