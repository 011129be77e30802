package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The inverse hyperbolic sine; integers become F32. Matches {@code mlx.core.arcsinh}. */
public record ArcSinh() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new ArcSinh(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) asinh(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = asinh(x[i]);
        }
    }

    /** Without cancellation near 0 and without overflow far from it. */
    private static double asinh(double x) {
        double a = Math.abs(x);
        double result =
                a > 0x1p28
                        ? Math.log(a) + Math.log(2)
                        : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
        return Math.copySign(result, x);
    }

    @Override
    public Complex apply(Complex z) {
        return z.arcsinh();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(x.square().add(1).rsqrt()));
    }
}
