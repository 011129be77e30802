package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code max(1 - inputs * targets, 0)}, for targets -1 and 1.
 *
 * <p>Shape: both alike, or such that they broadcast; the losses too. Matches {@code
 * mlx.nn.losses.hinge_loss}.
 */
public record HingeLoss(Reduction reduction) {
    public Array of(Array inputs, Array targets) {
        return reduction.of(Array.subtract(1, inputs.multiply(targets)).maximum(0));
    }
}
