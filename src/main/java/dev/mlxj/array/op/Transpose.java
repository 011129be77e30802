package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The axes in another order, without a copy. Matches {@code mlx.core.transpose}.
 *
 * @param order the input's axis that stands at each place of the result
 */
public record Transpose(List<Integer> order) implements Rearrangement {
    /**
     * The axes in this order; reversed if none is given.
     *
     * @throws IllegalArgumentException if an axis is missing, unknown, or given twice
     */
    public static Array of(Array x, int... axes) {
        int rank = x.shape().rank();
        List<Integer> order = new ArrayList<>();
        if (axes.length == 0) {
            order.addAll(Shapes.axes(x.shape()).reversed());
        }
        for (int axis : axes) {
            if (axis < -rank || axis >= rank) {
                throw Refusal.of(
                        "transpose",
                        "Invalid axis (%d) for array with %d dimensions.".formatted(axis, rank),
                        x);
            }
            order.add(axis < 0 ? axis + rank : axis);
        }
        if (order.size() != rank) {
            throw Refusal.of(
                    "transpose",
                    "Recived %d axes for array with %d dimensions.".formatted(order.size(), rank),
                    x);
        }
        if (order.stream().distinct().count() != rank) {
            throw Refusal.of("transpose", "Repeat axes not allowed.", x);
        }
        return of(x, order);
    }

    /** The axes in this order, which names each once. */
    static Array of(Array x, List<Integer> order) {
        List<Integer> ascending = new ArrayList<>(order);
        Collections.sort(ascending);
        return ascending.equals(order)
                ? x
                : AsType.of(Array.of(new Transpose(order), x.narrow()), x.dtype());
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.getFirst().shape(), order);
    }

    private static Shape shape(Shape shape, List<Integer> order) {
        long[] extents = new long[order.size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = shape.extent(order.get(axis));
        }
        return Shape.of(extents);
    }

    @Override
    public View view(View in) {
        return view(in, order);
    }

    /** The view with its axes in another order. */
    static View view(View in, List<Integer> order) {
        long[] strides = new long[order.size()];
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = in.stride(order.get(axis));
        }
        return in.restride(shape(in.shape(), order), 0, strides);
    }

    @Override
    public Array batched(List<Array> in) {
        List<Integer> moved = new ArrayList<>();
        moved.add(0);
        order.forEach(axis -> moved.add(axis + 1));
        return of(in.getFirst(), moved);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(of(cotangent, inverse(order)));
    }

    /** The order that undoes another. */
    static List<Integer> inverse(List<Integer> order) {
        List<Integer> back = new ArrayList<>(Collections.nCopies(order.size(), 0));
        for (int axis = 0; axis < order.size(); axis++) {
            back.set(order.get(axis), axis);
        }
        return back;
    }
}
