package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;
import dev.mlxj.array.Weak;

/**
 * {@code -(t log(p) + (1 - t) log(1 - p))} for probabilities {@code p}, or for logits with {@code p
 * = sigmoid(x)}, which is more precise. Logarithms of probabilities are cut off at -100.
 *
 * <p>Shape: inputs and targets alike, the losses too. Matches {@code
 * mlx.nn.losses.binary_cross_entropy}.
 *
 * @param withLogits whether the inputs are logits
 */
public record BinaryCrossEntropy(boolean withLogits, Reduction reduction) {
    private static final double LEAST_LOG = -100;

    /**
     * The loss.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public Array of(Array inputs, Array targets) {
        return reduction.of(losses(inputs, targets));
    }

    /** The loss, those of the elements each times its weight. */
    public Array of(Array inputs, Array targets, Array weights) {
        Array losses = losses(inputs, targets);
        return reduction.of(Alike.weighted("binary_cross_entropy", losses, weights));
    }

    private Array losses(Array inputs, Array targets) {
        Alike.require("binary_cross_entropy", "inputs", inputs, "targets", targets);
        if (withLogits) {
            Array softplus = Weak.of(inputs, 0.0).logaddexp(inputs);
            return softplus.subtract(inputs.multiply(targets));
        }
        Array log = inputs.log().maximum(LEAST_LOG);
        Array logOfRest = Array.subtract(1, inputs).log().maximum(LEAST_LOG);
        Array rest = Array.subtract(1, targets);
        return targets.multiply(log).add(rest.multiply(logOfRest)).negative();
    }
}
