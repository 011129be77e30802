package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;

import org.jspecify.annotations.Nullable;

/** Products of matrices that indices choose. Matches {@code mlx.core.gather_mm}. */
public final class GatherMM {
    private GatherMM() {}

    /**
     * The products {@code a[lhs] b[rhs]}.
     *
     * @param lhs which of the matrices of a, counted through its axes in front; null for all
     * @param rhs which of the matrices of b; null for all
     */
    public static Array of(Array a, Array b, @Nullable Array lhs, @Nullable Array rhs) {
        if (a.ndim() < 2 || b.ndim() < 2) {
            throw Refusal.of("gather_mm", "Arrays must have >= 2 dimensions.", a, b);
        }
        return Matmul.of(chosen(a, lhs), chosen(b, rhs));
    }

    private static Array chosen(Array x, @Nullable Array indices) {
        return indices == null
                ? x
                : Take.of(
                        Reshape.of(x, -1, x.shape().extent(-2), x.shape().extent(-1)), indices, 0);
    }
}
