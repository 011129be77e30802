package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** {@code log(1 + x)}, accurate near 0; integers become F32. Matches {@code mlx.core.log1p}. */
public record Log1p() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Log1p(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.log1p(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.log1p(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.log1p();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.divide(x.add(1)));
    }
}
