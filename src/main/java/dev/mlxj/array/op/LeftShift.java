package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

/** {@code x << y}; bool becomes U8. Matches {@code mlx.core.left_shift}. */
public record LeftShift() implements Bitwise {
    public static Array of(Array x, Array y) {
        return Bitwise.shift(new LeftShift(), x, y);
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        for (int i = 0; i < n; i++) {
            x[i] <<= y[i];
        }
    }
}
