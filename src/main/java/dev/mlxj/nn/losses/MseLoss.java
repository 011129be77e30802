package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code (predictions - targets)^2}.
 *
 * <p>Shape: both alike, the losses too. Matches {@code mlx.nn.losses.mse_loss}.
 */
public record MseLoss(Reduction reduction) {
    /**
     * The loss.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public Array of(Array predictions, Array targets) {
        Alike.require("mse_loss", "predictions", predictions, "targets", targets);
        return reduction.of(predictions.subtract(targets).square());
    }
}
