package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code |predictions - targets|}.
 *
 * <p>Shape: both alike, the losses too. Matches {@code mlx.nn.losses.l1_loss}.
 */
public record L1Loss(Reduction reduction) {
    /**
     * The loss.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public Array of(Array predictions, Array targets) {
        Alike.require("l1_loss", "predictions", predictions, "targets", targets);
        return reduction.of(predictions.subtract(targets).abs());
    }
}
