package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.FloatFunctions;

import java.util.List;

/** {@code e^x}; integers become F32. Matches {@code mlx.core.exp}. */
public record Exp() implements Unary.OnComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Exp(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        FloatFunctions.ofThread().exp(x, n);
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.exp(x[i]);
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            double size = Math.exp(x[i]);
            double angle = x[i + 1];
            x[i] = (float) (size * Math.cos(angle));
            x[i + 1] = (float) (size * Math.sin(angle));
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(out));
    }
}
