package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code log(cosh(inputs - targets))}: a parabola for small errors, a line for great ones.
 *
 * <p>Shape: both alike, or such that they broadcast; the losses too. Matches {@code
 * mlx.nn.losses.log_cosh_loss}.
 */
public record LogCoshLoss(Reduction reduction) {
    public Array of(Array inputs, Array targets) {
        Array errors = inputs.subtract(targets);
        return reduction.of(errors.logaddexp(errors.negative()).subtract(Math.log(2)));
    }
}
