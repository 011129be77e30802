package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The inverse cosine, NaN beyond 1; integers become F32. Matches {@code mlx.core.arccos}. */
public record ArcCos() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new ArcCos(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.acos(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.acos(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.arccos();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(Array.subtract(1, x.square()).rsqrt()).negative());
    }
}
