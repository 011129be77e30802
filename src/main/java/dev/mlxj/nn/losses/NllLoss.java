package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code -inputs[target]} along an axis, for logarithms of probabilities.
 *
 * <p>Shape: inputs {@code [.., classes, ..]}; targets, integers, without that axis, and so are the
 * losses. Matches {@code mlx.nn.losses.nll_loss}.
 *
 * @param axis of the classes
 */
public record NllLoss(int axis, Reduction reduction) {
    public Array of(Array inputs, Array targets) {
        Array chosen = inputs.takeAlongAxis(targets.expandDims(axis), axis).squeeze(axis);
        return reduction.of(chosen.negative());
    }
}
