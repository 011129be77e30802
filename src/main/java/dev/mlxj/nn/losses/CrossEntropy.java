package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;
import dev.mlxj.array.Shapes;

import java.util.List;

/**
 * {@code logsumexp(logits) - logits[target]} along an axis: how surprised the distribution {@code
 * softmax(logits)} is by the target. Targets may be distributions themselves, and then count by
 * their shares.
 *
 * <p>Shape: logits {@code [.., classes, ..]}; targets without the axis of the classes, indices, or
 * with it, probabilities. Losses have the shape of the logits without it. Matches {@code
 * mlx.nn.losses.cross_entropy}.
 *
 * @param axis of the classes
 * @param labelSmoothing the share of the target that is spread evenly over all classes, in [0, 1)
 */
public record CrossEntropy(int axis, double labelSmoothing, Reduction reduction) {
    public CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "cross_entropy: label smoothing must be in [0, 1), got " + labelSmoothing);
        }
    }

    /**
     * The loss.
     *
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Array of(Array logits, Array targets) {
        return reduction.of(losses(logits, targets));
    }

    /** The loss, those of the targets each times its weight. */
    public Array of(Array logits, Array targets, Array weights) {
        return reduction.of(Alike.weighted("cross_entropy", losses(logits, targets), weights));
    }

    private Array losses(Array logits, Array targets) {
        int along = Shapes.axis(logits.shape(), axis);
        boolean areShares = targets.ndim() == logits.ndim();
        if (!targets.shape()
                .equals(
                        areShares
                                ? logits.shape()
                                : Shapes.without(logits.shape(), List.of(along)))) {
            throw new IllegalArgumentException(
                    "cross_entropy: targets of shape %s do not match logits of shape %s"
                            .formatted(targets.shape(), logits.shape()));
        }
        Array shifted = logits.subtract(logits.maxKeepDims(along).stopGradient());
        Array score =
                areShares
                        ? shifted.multiply(targets).sum(along)
                        : shifted.takeAlongAxis(targets.expandDims(along), along).squeeze(along);
        Array normalizer = shifted.logsumexp(along);
        if (labelSmoothing == 0) {
            return normalizer.subtract(score);
        }
        Array even = shifted.mean(along).multiply(labelSmoothing);
        return normalizer.subtract(score.multiply(1 - labelSmoothing)).subtract(even);
    }
}
