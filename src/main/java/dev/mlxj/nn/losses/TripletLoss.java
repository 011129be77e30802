package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * {@code max(|anchors - positives| - |anchors - negatives| + margin, 0)} for the distances {@code
 * |d| = (sum(|d|^p) + eps)^(1/p)} along an axis.
 *
 * <p>Shape: all three alike, or such that they broadcast; the losses lack the axis. Matches {@code
 * mlx.nn.losses.triplet_loss}.
 *
 * @param axis of the features
 * @param p degree of the norm
 * @param eps keeps the gradient finite where a distance is 0
 */
public record TripletLoss(int axis, int p, double margin, double eps, Reduction reduction) {
    public Array of(Array anchors, Array positives, Array negatives) {
        Array near = distance(anchors, positives);
        Array far = distance(anchors, negatives);
        return reduction.of(near.subtract(far).add(margin).maximum(0));
    }

    private Array distance(Array a, Array b) {
        return a.subtract(b).abs().power(p).sum(axis).add(eps).power(1.0 / p);
    }
}
