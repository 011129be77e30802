package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * An array with some of its axes moved to the end and joined into one, for operations on rows.
 *
 * @param rows of shape {@code [others.., joined]}
 * @param moved the shape before joining
 * @param order how the axes were moved
 */
record AxesLast(Array rows, Shape moved, List<Integer> order) {
    static AxesLast of(Array x, List<Integer> axes) {
        List<Integer> order = Shapes.axes(x.shape());
        order.removeAll(axes);
        long[] extents = new long[order.size() + 1];
        for (int axis = 0; axis < order.size(); axis++) {
            extents[axis] = x.shape().extent(order.get(axis));
        }
        extents[order.size()] = 1;
        for (int axis : axes) {
            extents[order.size()] *= x.shape().extent(axis);
        }
        order.addAll(axes);
        Array moved = Transpose.of(x, order);
        return new AxesLast(Reshape.of(moved, Shape.of(extents)), moved.shape(), order);
    }

    /** Rows of the same shape with the axes where they were. */
    Array back(Array result) {
        return Transpose.of(Reshape.of(result, moved), Transpose.inverse(order));
    }
}
