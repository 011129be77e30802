package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The inverse sine, NaN beyond 1; integers become F32. Matches {@code mlx.core.arcsin}. */
public record ArcSin() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new ArcSin(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.asin(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.asin(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.arcsin();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(Array.subtract(1, x.square()).rsqrt()));
    }
}
