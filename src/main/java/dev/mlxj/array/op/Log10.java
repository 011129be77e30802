package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The logarithm to base 10; integers become F32. Matches {@code mlx.core.log10}. */
public record Log10() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Log10(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.log10(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.log10(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.log().times(1 / Math.log(10));
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.divide(x.multiply(Math.log(10))));
    }
}
