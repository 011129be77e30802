package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/** The next integer toward 0; integers and bool stay. Matches {@code mlx.core.trunc}. */
public record Trunc() implements Unary.OnIntegers {
    public static Array of(Array x) {
        return Array.of(new Trunc(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) (x[i] < 0 ? Math.ceil(x[i]) : Math.floor(x[i]));
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = x[i] < 0 ? Math.ceil(x[i]) : Math.floor(x[i]);
        }
    }

    @Override
    public void apply(long[] x, int n, DType dtype) {
        // Integers have nothing to cut off.
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
