package dev.mlxj.array.op;

import dev.mlxj.array.Array;

/** Whether x differs from y; NaN differs from everything. Matches {@code mlx.core.not_equal}. */
public record NotEqual() implements Comparison {
    public static Array of(Array x, Array y) {
        return Comparison.of(new NotEqual(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] != y[i] ? 1 : 0;
        }
    }

    @Override
    public void apply(double[] x, double[] y, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] != y[i] ? 1 : 0;
        }
    }

    @Override
    public void apply(long[] x, long[] y, long[] out, int n, boolean unsigned) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] != y[i] ? 1 : 0;
        }
    }

    @Override
    public void applyComplex(float[] x, float[] y, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            boolean is = x[2 * i] != y[2 * i] || x[2 * i + 1] != y[2 * i + 1];
            out[i] = is ? 1 : 0;
        }
    }
}
