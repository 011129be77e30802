package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** {@code 1 / x}; integers become F32. Matches {@code mlx.core.reciprocal}. */
public record Reciprocal() implements Unary.ByComplex {
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
    public Complex apply(Complex z) {
        return new Complex(1, 0).over(z);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(out.square()).negative());
    }
}
