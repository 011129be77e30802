package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * {@code log(e^x + e^y)} without overflow; integers become F32. Matches {@code mlx.core.logaddexp}.
 */
public record LogAddExp() implements Binary.ByComplex {
    public static Array of(Array x, Array y) {
        return Binary.inexact(new LogAddExp(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) of(x[i], y[i]);
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = of(x[i], y[i]);
        }
    }

    static double of(double x, double y) {
        double most = Math.max(x, y);
        return Double.isInfinite(most) ? most : most + Math.log1p(Math.exp(Math.min(x, y) - most));
    }

    @Override
    public Complex apply(Complex x, Complex y) {
        return of(x, y);
    }

    static Complex of(Complex x, Complex y) {
        Complex most = x.isLess(y) ? y : x;
        Complex least = x.isLess(y) ? x : y;
        boolean nothing = least.re() == Double.NEGATIVE_INFINITY;
        return nothing ? most : most.plus(least.minus(most).exp().log1p());
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.get(0);
        Array y = in.get(1);
        Array difference = x.subtract(y);
        return List.of(
                cotangent.multiply(difference.sigmoid()),
                cotangent.multiply(difference.negative().sigmoid()));
    }
}
