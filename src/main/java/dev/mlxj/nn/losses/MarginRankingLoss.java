package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;
import dev.mlxj.array.Weak;

/**
 * {@code max(0, -targets * (inputs1 - inputs2) + margin)}: 0 where the first score is above the
 * second by the margin, for targets of 1, or below it, for targets of -1.
 *
 * <p>Shape: all three alike, the losses too. Matches {@code mlx.nn.losses.margin_ranking_loss}.
 */
public record MarginRankingLoss(double margin, Reduction reduction) {
    /**
     * The loss.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public Array of(Array inputs1, Array inputs2, Array targets) {
        Alike.require("margin_ranking_loss", "inputs1", inputs1, "inputs2", inputs2);
        Alike.require("margin_ranking_loss", "inputs1", inputs1, "targets", targets);
        Array differences = inputs1.subtract(inputs2);
        Array losses = targets.negative().multiply(differences).add(margin);
        return reduction.of(Weak.of(losses, 0L).maximum(losses));
    }
}
