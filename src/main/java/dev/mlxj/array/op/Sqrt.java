package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The square root, NaN below 0; integers become F32. Matches {@code mlx.core.sqrt}. */
public record Sqrt() implements Unary.OnComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Sqrt(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.sqrt(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.sqrt(x[i]);
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            double re = x[i];
            double im = x[i + 1];
            double size = Math.hypot(re, im);
            double root = Math.sqrt((size + Math.abs(re)) / 2);
            double other = root == 0 ? 0 : Math.abs(im) / (2 * root);
            x[i] = (float) (re >= 0 ? root : other);
            x[i + 1] = (float) Math.copySign(re >= 0 ? other : root, im);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(0.5).divide(out));
    }
}
