package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

/** "Exclusive or" of the bits of integers, or of bool. Matches {@code mlx.core.bitwise_xor}. */
public record BitwiseXor() implements Bitwise {
    public static Array of(Array x, Array y) {
        return Bitwise.of(new BitwiseXor(), x, y);
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        for (int i = 0; i < n; i++) {
            x[i] ^= y[i];
        }
    }
}
