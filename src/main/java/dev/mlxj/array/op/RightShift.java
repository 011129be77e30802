package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

/** {@code x >> y}, keeping the sign; bool becomes U8. Matches {@code mlx.core.right_shift}. */
public record RightShift() implements Bitwise {
    public static Array of(Array x, Array y) {
        return Bitwise.shift(new RightShift(), x, y);
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        if (dtype == DType.U64) {
            for (int i = 0; i < n; i++) {
                x[i] >>>= y[i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            x[i] >>= y[i];
        }
    }
}
