package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;
import dev.mlxj.array.Linalg;

/**
 * {@code sum(x1 * x2) / max(|x1| |x2|, eps)} along an axis: the cosine of the angle between both.
 * It is greatest for what is alike.
 *
 * <p>Shape: both alike, or such that they broadcast; the losses lack the axis. Matches {@code
 * mlx.nn.losses.cosine_similarity_loss}.
 *
 * @param axis of the features
 * @param eps the least denominator
 */
public record CosineSimilarityLoss(int axis, double eps, Reduction reduction) {
    public Array of(Array x1, Array x2) {
        Array lengths = Linalg.norm(x1, axis).multiply(Linalg.norm(x2, axis));
        return reduction.of(x1.multiply(x2).sum(axis).divide(lengths.maximum(eps)));
    }
}
