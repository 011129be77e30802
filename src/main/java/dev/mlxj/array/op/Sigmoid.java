package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.FloatFunctions;

import java.util.List;

/** {@code 1 / (1 + exp(-x))}; integers become F32. Matches {@code mlx.core.sigmoid}. */
public record Sigmoid() implements Unary {
    public static Array of(Array x) {
        return Unary.inexact(new Sigmoid(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        FloatFunctions.ofThread().sigmoid(x, n);
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = 1 / (1 + Math.exp(-x[i]));
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(out.multiply(Array.subtract(1, out))));
    }
}
