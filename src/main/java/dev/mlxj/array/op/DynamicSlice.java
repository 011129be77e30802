package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /**
     * The array with a part replaced. Matches {@code mlx.core.slice_update}.
     *
     * @param update its extents are those of the part
     * @param start integers, one for each of {@code axes}; the part begins at 0 on the others
     */
    public static Array update(Array x, Array update, Array start, int... axes) {
        if (update.ndim() != x.ndim()) {
            throw Refusal.of("slice_update", "Both must have as many axes.", x, update);
        }
        List<Array> places = new ArrayList<>();
        for (int axis = 0; axis < x.ndim(); axis++) {
            long[] extents = new long[x.ndim()];
            Arrays.fill(extents, 1);
            extents[axis] = update.shape().extent(axis);
            places.add(Array.arange(DType.I64, update.shape().extent(axis)).reshape(extents));
        }
        for (int i = 0; i < axes.length; i++) {
            int axis = Shapes.axis("slice_update", x, axes[i]);
            Array first = start.flatten().slice(0, i, i + 1L).astype(DType.I64);
            places.set(axis, places.get(axis).add(first));
        }
        return Scatter.of(Scatter.Mode.SET, x, update, places);
    }
}
