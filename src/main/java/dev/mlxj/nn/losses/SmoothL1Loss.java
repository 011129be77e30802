package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code d^2 / (2 beta)} for {@code d = |predictions - targets|} below {@code beta}, else {@code d
 * - beta / 2}.
 *
 * <p>Shape: both alike, the losses too. Matches {@code mlx.nn.losses.smooth_l1_loss}.
 *
 * @param beta where the parabola becomes a line
 */
public record SmoothL1Loss(double beta, Reduction reduction) {
    /**
     * The loss.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public Array of(Array predictions, Array targets) {
        Alike.require("smooth_l1_loss", "predictions", predictions, "targets", targets);
        Array distance = predictions.subtract(targets).abs();
        Array parabola = distance.square().multiply(0.5).divide(beta);
        Array line = distance.abs().subtract(0.5 * beta);
        return reduction.of(Array.where(distance.less(beta), parabola, line));
    }
}
