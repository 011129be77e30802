package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * The angle of the point (y, x), first argument first; integers become F32. Matches {@code
 * mlx.core.arctan2}.
 */
public record ArcTan2() implements Binary {
    public static Array of(Array x, Array y) {
        return Binary.inexact(new ArcTan2(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.atan2(x[i], y[i]);
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.atan2(x[i], y[i]);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.get(0);
        Array y = in.get(1);
        Array scaled = cotangent.divide(x.square().add(y.square()));
        return List.of(scaled.multiply(y), scaled.multiply(x).negative());
    }
}
