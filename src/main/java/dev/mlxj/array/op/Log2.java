package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The logarithm to base 2; integers become F32. Matches {@code mlx.core.log2}. */
public record Log2() implements Unary.ByComplex {
    private static final double LN_2 = Math.log(2);

    public static Array of(Array x) {
        return Unary.inexact(new Log2(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) (Math.log(x[i]) / LN_2);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.log(x[i]) / LN_2;
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.log().times(1 / Math.log(2));
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.divide(x.multiply(LN_2)));
    }
}
