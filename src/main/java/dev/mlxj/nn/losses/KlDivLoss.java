package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code sum(exp(targets) * (targets - inputs))} along an axis: the divergence of Kullback and
 * Leibler, of distributions given by logarithms of probabilities.
 *
 * <p>Shape: both alike, or such that they broadcast; the losses lack the axis. Matches {@code
 * mlx.nn.losses.kl_div_loss}.
 *
 * @param axis of the classes
 */
public record KlDivLoss(int axis, Reduction reduction) {
    public Array of(Array inputs, Array targets) {
        return reduction.of(targets.exp().multiply(targets.subtract(inputs)).sum(axis));
    }
}
