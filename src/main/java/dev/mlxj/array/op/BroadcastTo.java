package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Repeats axes of extent 1, and adds axes in front, without a copy. Matches {@code
 * mlx.core.broadcast_to}.
 *
 * @param target the shape of the result
 */
public record BroadcastTo(Shape target) implements Rearrangement {
    /**
     * The array in this shape.
     *
     * @throws IllegalArgumentException if an extent is neither 1 nor the wanted one
     */
    public static Array of(Array x, Shape target) {
        if (x.shape().equals(target)) {
            return x;
        }
        if (!stretches(x.shape(), target)) {
            throw Refusal.of(
                    "broadcast_to",
                    "[broadcast_shapes] Shapes %s and %s cannot be broadcast."
                            .formatted(Shapes.text(x.shape()), Shapes.text(target)),
                    x);
        }
        return Array.of(new BroadcastTo(target), x);
    }

    private static boolean stretches(Shape shape, Shape target) {
        boolean stretches = shape.rank() <= target.rank();
        for (int axis = 1; stretches && axis <= shape.rank(); axis++) {
            stretches = shape.extent(-axis) == target.extent(-axis) || shape.extent(-axis) == 1;
        }
        return stretches;
    }

    /** The arrays, all in the shape that they have together. */
    public static List<Array> together(List<Array> arrays) {
        Shape shape = Shape.SCALAR;
        for (Array array : arrays) {
            shape = Shapes.broadcast(shape, array.shape());
        }
        List<Array> same = new ArrayList<>(arrays.size());
        for (Array array : arrays) {
            same.add(of(array, shape));
        }
        return same;
    }

    /**
     * The shape that the arguments of an operation have together.
     *
     * @throws IllegalArgumentException which names the operation, if they have none
     */
    static Shape shape(Primitive operation, Array... arrays) {
        Shape shape = Shape.SCALAR;
        for (Array array : arrays) {
            try {
                shape = Shapes.broadcast(shape, array.shape());
            } catch (IllegalArgumentException e) {
                throw Refusal.of(operation.name(), String.valueOf(e.getMessage()), arrays);
            }
        }
        return shape;
    }

    @Override
    public Shape shape(List<Array> in) {
        return target;
    }

    @Override
    public View view(View in) {
        int added = target.rank() - in.shape().rank();
        long[] strides = new long[target.rank()];
        for (int axis = added; axis < strides.length; axis++) {
            boolean repeats = in.shape().extent(axis - added) == 1;
            strides[axis] = repeats ? 0 : in.stride(axis - added);
        }
        return in.restride(target, 0, strides);
    }

    @Override
    public Array batched(List<Array> in) {
        Array x = in.getFirst();
        long batch = x.shape().extent(0);
        long[] extents = new long[target.rank() + 1];
        Arrays.fill(extents, 1);
        extents[0] = batch;
        int added = extents.length - x.ndim();
        for (int axis = 1; axis < x.ndim(); axis++) {
            extents[added + axis] = x.shape().extent(axis);
        }
        return of(Reshape.of(x, Shape.of(extents)), Shapes.inFront(batch, target));
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Shape shape = in.getFirst().shape();
        int added = target.rank() - shape.rank();
        List<Integer> repeated = new ArrayList<>();
        for (int axis = 0; axis < target.rank(); axis++) {
            if (axis < added || shape.extent(axis - added) != target.extent(axis)) {
                repeated.add(axis);
            }
        }
        return List.of(Reshape.of(Sum.keeping(cotangent, repeated), shape));
    }
}
