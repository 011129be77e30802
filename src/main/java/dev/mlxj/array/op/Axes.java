package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Axes added, removed, joined, taken apart and exchanged, each by {@link Reshape} or {@link
 * Transpose}.
 */
public final class Axes {
    private Axes() {}

    /** New axes of extent 1; they are counted as they stand in the result. */
    public static Array expandDims(Array x, int... axes) {
        int rank = x.ndim() + axes.length;
        TreeSet<Integer> added = new TreeSet<>();
        for (int axis : axes) {
            if (axis < -rank || axis >= rank) {
                throw Refusal.of(
                        "expand_dims",
                        "Invalid axis %d for output array with %d dimensions."
                                .formatted(axis, rank),
                        x);
            }
            if (!added.add(axis < 0 ? axis + rank : axis)) {
                throw Refusal.of("expand_dims", "Received duplicate axes.", x);
            }
        }
        long[] extents = new long[rank];
        int taken = 0;
        for (int axis = 0; axis < rank; axis++) {
            extents[axis] = added.contains(axis) ? 1 : x.shape().extent(taken++);
        }
        return Reshape.of(x, Shape.of(extents));
    }

    /** Without these axes, which have extent 1, or without all axes of extent 1. */
    public static Array squeeze(Array x, int... axes) {
        List<Integer> removed = new ArrayList<>();
        for (int axis : axes) {
            int found = Shapes.axis("squeeze", x, axis);
            if (x.shape().extent(found) != 1) {
                throw Refusal.of(
                        "squeeze",
                        "Cannot squeeze axis %d with size %d which is not equal to 1."
                                .formatted(axis, x.shape().extent(found)),
                        x);
            }
            removed.add(found);
        }
        for (int axis = 0; axes.length == 0 && axis < x.ndim(); axis++) {
            if (x.shape().extent(axis) == 1) {
                removed.add(axis);
            }
        }
        return Reshape.of(x, Shapes.without(x.shape(), removed));
    }

    /**
     * The axes from one to another, both included, joined into one; a scalar becomes a vector. An
     * axis beyond the first or the last is that one. Matches {@code mlx.core.flatten}.
     *
     * @throws IllegalArgumentException if the last axis is before the first
     */
    public static Array flatten(Array x, int startAxis, int endAxis) {
        if (x.ndim() == 0) {
            return Reshape.of(x, 1);
        }
        int start = Math.max(0, startAxis < 0 ? startAxis + x.ndim() : startAxis);
        int end = Math.min(x.ndim() - 1, endAxis < 0 ? endAxis + x.ndim() : endAxis);
        if (end < start) {
            throw Refusal.of("flatten", "start_axis must be less than or equal to end_axis", x);
        }
        List<Long> extents = new ArrayList<>(x.shape().toList());
        long joined = 1;
        for (int axis = start; axis <= end; axis++) {
            joined *= extents.remove(start);
        }
        extents.add(start, joined);
        return Reshape.of(x, shape(extents));
    }

    /** An axis taken apart into these extents, of which one may be -1. */
    public static Array unflatten(Array x, int axis, long... extents) {
        int found = Shapes.axis("unflatten", x, axis);
        Shape inner = Shapes.infer(Shape.of(x.shape().extent(found)), extents);
        List<Long> all = new ArrayList<>(x.shape().toList());
        all.remove(found);
        all.addAll(found, inner.toList());
        return Reshape.of(x, shape(all));
    }

    private static Shape shape(List<Long> extents) {
        return Shape.of(extents.stream().mapToLong(Long::longValue).toArray());
    }

    /** Two axes exchanged. */
    public static Array swapAxes(Array x, int axis1, int axis2) {
        List<Integer> order = Shapes.axes(x.shape());
        int first = Shapes.axis("swapaxes", x, axis1);
        int second = Shapes.axis("swapaxes", x, axis2);
        order.set(first, second);
        order.set(second, first);
        return Transpose.of(x, order);
    }

    /** The last two axes exchanged. */
    public static Array matrixTranspose(Array x) {
        if (x.ndim() < 2) {
            throw Refusal.of("matrix_transpose", "Input array must have at least 2 dimensions.", x);
        }
        return swapAxes(x, -1, -2);
    }

    /** At least two axes; a new one stands in front. */
    public static Array atLeast2d(Array x) {
        return switch (x.ndim()) {
            case 0 -> Reshape.of(x, 1, 1);
            case 1 -> expandDims(x, 0);
            default -> x;
        };
    }

    /** At least three axes: {@code [1, n, 1]} from a vector, {@code [m, n, 1]} from a matrix. */
    public static Array atLeast3d(Array x) {
        return switch (x.ndim()) {
            case 0 -> Reshape.of(x, 1, 1, 1);
            case 1 -> expandDims(x, 0, 2);
            case 2 -> expandDims(x, 2);
            default -> x;
        };
    }
}
