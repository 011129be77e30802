package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The cosine; integers become F32. Matches {@code mlx.core.cos}. */
public record Cos() implements Unary.OnComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Cos(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.cos(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.cos(x[i]);
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            double re = x[i];
            double im = x[i + 1];
            x[i] = (float) (Math.cos(re) * Math.cosh(im));
            x[i + 1] = (float) (-Math.sin(re) * Math.sinh(im));
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(x.sin().negative()));
    }
}
