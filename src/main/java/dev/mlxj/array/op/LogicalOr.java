package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

/** Whether one of the two is not 0. Matches {@code mlx.core.logical_or}. */
public record LogicalOr() implements Bitwise {
    public static Array of(Array x, Array y) {
        return Bitwise.of(new LogicalOr(), AsType.of(x, DType.BOOL), AsType.of(y, DType.BOOL));
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        for (int i = 0; i < n; i++) {
            x[i] |= y[i];
        }
    }
}
