package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.tensor.DType;

/**
 * {@code logsumexp(logits) - logits[target]} along the last axis; the result is F32. Matches {@code
 * mlx.core.fast.cross_entropy}.
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
        if (logits.ndim() == 0 || targets.ndim() != logits.ndim() - 1) {
            throw Refusal.of("cross_entropy", "A target for each row.", logits, targets);
        }
        Array chosen = logits.takeAlongAxis(targets.expandDims(-1), -1).squeeze(-1);
        // Rounded to the dtype of the logits, as the reference does.
        Array total = RmsNorm.widened(logits).logsumexp(-1).astype(logits.dtype());
        return total.subtract(chosen).astype(DType.F32);
    }
}
