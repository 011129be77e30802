package dev.mlxj.array.op;

import dev.mlxj.array.Array;

/**
 * {@code logsumexp(logits) - logits[target]} along the last axis; F16 and BF16 give F32. Matches
 * {@code mlx.core.fast.cross_entropy}.
 */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * The loss for each row.
     *
     * @param logits {@code [.., classes]}
     * @param targets {@code [..]}, integers
     */
    public static Array of(Array logits, Array targets) {
        Array wide = RmsNorm.widened(logits);
        Array chosen = wide.takeAlongAxis(targets.expandDims(-1), -1).squeeze(-1);
        return wide.logsumexp(-1).subtract(chosen);
    }
}
