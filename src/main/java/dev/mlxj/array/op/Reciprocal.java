package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** {@code 1 / x}; integers become F32. Matches {@code mlx.core.reciprocal}. */
public record Reciprocal() implements Unary.OnComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Reciprocal(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = 1 / x[i];
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = 1 / x[i];
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            double size = (double) x[i] * x[i] + (double) x[i + 1] * x[i + 1];
            x[i] = (float) (x[i] / size);
            x[i + 1] = (float) (-x[i + 1] / size);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(out.square()).negative());
    }
}
