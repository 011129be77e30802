package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * The inverse hyperbolic cosine, NaN below 1; integers become F32. Matches {@code
 * mlx.core.arccosh}.
 */
public record ArcCosh() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new ArcCosh(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) acosh(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = acosh(x[i]);
        }
    }

    /** Without cancellation near 1 and without overflow far from it. */
    private static double acosh(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        double t = x - 1;
        return x > 0x1p28 ? Math.log(x) + Math.log(2) : Math.log1p(t + Math.sqrt(t * (t + 2)));
    }

    @Override
    public Complex apply(Complex z) {
        return z.arccosh();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(x.square().subtract(1).rsqrt()));
    }
}
