package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The hyperbolic cosine; integers become F32. Matches {@code mlx.core.cosh}. */
public record Cosh() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Cosh(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.cosh(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.cosh(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.cosh();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(x.sinh()));
    }
}
