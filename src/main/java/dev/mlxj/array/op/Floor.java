package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/** The next integer below; integers and bool stay. Matches {@code mlx.core.floor}. */
public record Floor() implements Unary.OnIntegers {
    public static Array of(Array x) {
        return Array.of(new Floor(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.floor(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.floor(x[i]);
        }
    }

    @Override
    public void apply(long[] x, int n, DType dtype) {
        // Integers are their own floor.
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
