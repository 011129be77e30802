package dev.mlxj.array.op;

import dev.mlxj.array.Array;

/** Whether x is at most y; never with a NaN. Matches {@code mlx.core.less_equal}. */
public record LessEqual() implements Comparison {
    public static Array of(Array x, Array y) {
        return Comparison.of(new LessEqual(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] <= y[i] ? 1 : 0;
        }
    }

    @Override
    public void apply(double[] x, double[] y, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] <= y[i] ? 1 : 0;
        }
    }

    @Override
    public void apply(long[] x, long[] y, long[] out, int n, boolean unsigned) {
        long flip = unsigned ? Long.MIN_VALUE : 0;
        for (int i = 0; i < n; i++) {
            out[i] = (x[i] ^ flip) <= (y[i] ^ flip) ? 1 : 0;
        }
    }

    @Override
    public void applyComplex(float[] x, float[] y, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            boolean tie = x[2 * i] == y[2 * i];
            boolean is = tie ? x[2 * i + 1] <= y[2 * i + 1] : x[2 * i] < y[2 * i];
            out[i] = is ? 1 : 0;
        }
    }
}
