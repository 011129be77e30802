package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** {@code 1 / sqrt(x)}; integers become F32. Matches {@code mlx.core.rsqrt}. */
public record Rsqrt() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Rsqrt(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) (1 / Math.sqrt(x[i]));
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = 1 / Math.sqrt(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return new Complex(1, 0).over(z.sqrt());
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(-0.5).multiply(out).divide(x));
    }
}
