package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The hyperbolic sine; integers become F32. Matches {@code mlx.core.sinh}. */
public record Sinh() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Sinh(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.sinh(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.sinh(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.sinh();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(x.cosh()));
    }
}
