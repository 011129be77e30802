package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * The inverse hyperbolic tangent, NaN beyond 1; integers become F32. Matches {@code
 * mlx.core.arctanh}.
 */
public record ArcTanh() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new ArcTanh(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) atanh(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = atanh(x[i]);
        }
    }

    private static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
    }

    @Override
    public Complex apply(Complex z) {
        return z.arctanh();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.divide(Array.subtract(1, x.square())));
    }
}
