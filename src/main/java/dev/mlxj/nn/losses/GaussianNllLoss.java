package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code (log(v) + (targets - inputs)^2 / v) / 2} with {@code v = max(vars, eps)}: the negative
 * logarithm of the density of normal distributions at the targets, but for a constant.
 *
 * <p>Shape: all three alike, the losses too. Matches {@code mlx.nn.losses.gaussian_nll_loss}.
 *
 * @param full whether the constant {@code log(2 pi) / 2} is added
 * @param eps the least variance
 */
public record GaussianNllLoss(boolean full, double eps, Reduction reduction) {
    private static final double CONSTANT = 0.5 * Math.log(2 * Math.PI);

    /**
     * The loss.
     *
     * @param inputs the means
     * @param vars the variances
     * @throws IllegalArgumentException if the shapes differ
     */
    public Array of(Array inputs, Array targets, Array vars) {
        Alike.require("gaussian_nll_loss", "inputs", inputs, "targets", targets);
        Alike.require("gaussian_nll_loss", "inputs", inputs, "vars", vars);
        Array variances = vars.maximum(eps);
        Array distances = targets.subtract(inputs).square().divide(variances);
        Array losses = variances.log().add(distances).multiply(0.5);
        return reduction.of(full ? losses.add(CONSTANT) : losses);
    }
}
