package dev.mlxj.array.random;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.op.SearchSorted;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.Arrays;
import java.util.List;

/**
 * Positions along an axis, with probabilities proportional to {@code exp(logits)}: U32.
 *
 * <p>A single distribution is sampled by its running sums, in memory for its length and the samples
 * alone; several by the greatest of logits and Gumbel noise.
 */
final class Categorical {
    private Categorical() {}

    /**
     * Positions of this shape, to which the shape of the logits without the axis must broadcast.
     */
    static Array of(Array key, Array logits, int axis, Shape shape) {
        int along = axis(logits, axis);
        Uniform.requireShape("categorical", shape, without(logits, along));
        return samples(key, logits, along, shape);
    }

    /** One position of each distribution. */
    static Array one(Array key, Array logits, int axis) {
        int along = axis(logits, axis);
        return samples(key, logits, along, without(logits, along));
    }

    /** Several positions of each distribution, on a new last axis. */
    static Array several(Array key, Array logits, int axis, int count) {
        int along = axis(logits, axis);
        long[] shape = Arrays.copyOf(without(logits, along).toArray(), logits.ndim());
        shape[logits.ndim() - 1] = count;
        return samples(key, logits.expandDims(-1), along, Shape.of(shape));
    }

    private static Array samples(Array key, Array logits, int axis, Shape shape) {
        long n = logits.shape().extent(axis);
        if (n > 0 && logits.size() == n && shape.rank() > 0) {
            return bySums(key, logits.reshape(n), shape);
        }
        int place = axis + shape.rank() - logits.ndim() + 1;
        long[] noise = new long[shape.rank() + 1];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = i < place ? shape.extent(i) : i == place ? n : shape.extent(i - 1);
        }
        return Random.gumbel(key, DType.F32, noise).add(logits).argmax(place);
    }

    /** The last position whose running sum, its own share excluded, is not above a share drawn. */
    private static Array bySums(Array key, Array logits, Shape shape) {
        DType dtype = Promotion.of(logits.dtype(), DType.F32);
        Array x = logits.astype(dtype);
        Array greatest = x.max();
        // Where the greatest is infinite, the distribution is uniform over those that equal it.
        Array weights =
                Array.where(
                        greatest.isinf(),
                        x.equal(greatest).astype(dtype),
                        x.subtract(greatest).exp());
        Array sums = weights.cumsum(0, false, false);
        Array drawn =
                Uniform.of(key, DType.F32, Array.scalar(0.0), Array.scalar(1.0), shape)
                        .multiply(weights.sum());
        return SearchSorted.of(sums, drawn, true).subtract(Array.full(DType.U32, 1L));
    }

    private static int axis(Array logits, int axis) {
        if (axis < -logits.ndim() || axis >= logits.ndim()) {
            throw new IllegalArgumentException(
                    "[categorical] Invalid axis %d for logits of shape %s"
                            .formatted(axis, logits.shape()));
        }
        return Shapes.axis(logits.shape(), axis);
    }

    private static Shape without(Array logits, int axis) {
        return Shapes.without(logits.shape(), List.of(axis));
    }
}
