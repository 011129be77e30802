package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.FloatFunctions;

import java.util.List;

/** The natural logarithm; integers become F32. Matches {@code mlx.core.log}. */
public record Log() implements Unary.OnComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Log(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        FloatFunctions.ofThread().log(x, n);
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.log(x[i]);
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            double re = x[i];
            double im = x[i + 1];
            x[i] = (float) Math.log(Math.hypot(re, im));
            x[i + 1] = (float) Math.atan2(im, re);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.divide(x));
    }
}
