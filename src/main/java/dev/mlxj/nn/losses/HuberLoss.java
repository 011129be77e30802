package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code e^2 / 2} for {@code e = |inputs - targets|} up to {@code delta}, else {@code delta (e -
 * delta / 2)}.
 *
 * <p>Shape: both alike, or such that they broadcast; the losses too. Matches {@code
 * mlx.nn.losses.huber_loss}.
 *
 * @param delta where the parabola becomes a line
 */
public record HuberLoss(double delta, Reduction reduction) {
    public Array of(Array inputs, Array targets) {
        Array errors = inputs.subtract(targets).abs();
        Array quadratic = errors.minimum(delta);
        Array linear = errors.subtract(quadratic);
        return reduction.of(quadratic.square().multiply(0.5).add(linear.multiply(delta)));
    }
}
