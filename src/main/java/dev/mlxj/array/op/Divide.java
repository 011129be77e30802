package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * {@code x / y}; integers become F32, so {@code 1 / 0} is infinite. Matches {@code
 * mlx.core.divide}.
 */
public record Divide() implements Binary.ByComplex {
    public static Array of(Array x, Array y) {
        return Binary.inexact(new Divide(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] /= y[i];
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] /= y[i];
        }
    }

    @Override
    public Complex apply(Complex x, Complex y) {
        return x.over(y);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.get(0);
        Array y = in.get(1);
        Array byX = cotangent.divide(y);
        return List.of(byX, byX.negative().multiply(x).divide(y));
    }
}
