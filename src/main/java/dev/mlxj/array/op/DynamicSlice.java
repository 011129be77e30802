package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;

/** A part of an array that begins where another array says. Matches {@code mlx.core.slice}. */
public final class DynamicSlice {
    private DynamicSlice() {}

    /**
     * The part.
     *
     * @param start integers, one for each of {@code axes}
     * @param extents of the result, one for each axis of x
     */
    public static Array of(Array x, Array start, int[] axes, long[] extents) {
        if (extents.length != x.ndim()) {
            throw Refusal.of("slice", "%d extents do not fit.".formatted(extents.length), x, start);
        }
        Array part = x;
        for (int axis = 0; axis < x.ndim(); axis++) {
            if (extents[axis] > x.shape().extent(axis)) {
                throw Refusal.of(
                        "slice",
                        "Extent %d of axis %d is more than that of shape %s."
                                .formatted(extents[axis], axis, Shapes.text(x.shape())),
                        x,
                        start);
            }
        }
        for (int i = 0; i < axes.length; i++) {
            int axis = Shapes.axis("slice", x, axes[i]);
            Array first = start.slice(0, i, i + 1L).astype(DType.I64);
            part = Take.of(part, first.add(Array.arange(DType.I64, extents[axis])), axis);
        }
        for (int axis = 0; axis < x.ndim(); axis++) {
            part = part.slice(axis, 0, extents[axis]);
        }
        return part;
    }
}
