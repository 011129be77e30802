package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The sine; integers become F32. Matches {@code mlx.core.sin}. */
public record Sin() implements Unary.OnComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Sin(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.sin(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.sin(x[i]);
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            double re = x[i];
            double im = x[i + 1];
            x[i] = (float) (Math.sin(re) * Math.cosh(im));
            x[i + 1] = (float) (Math.cos(re) * Math.sinh(im));
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(x.cos()));
    }
}
