package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * The elements whose positions on the first two axes differ by {@code offset}, on a new last axis,
 * without a copy. Matches {@code mlx.core.diagonal}.
 */
public record Diagonal(int offset) implements Rearrangement {
    /** The diagonal of two axes: positive offsets lie towards the second. */
    public static Array of(Array x, int offset, int axis1, int axis2) {
        if (x.ndim() < 2) {
            throw Refusal.of(
                    "diagonal",
                    "Array must have at least two dimensions, but got %d dimensions."
                            .formatted(x.ndim()),
                    x);
        }
        int first = Shapes.axis("diagonal", x, axis1);
        int second = Shapes.axis("diagonal", x, axis2);
        if (first == second) {
            throw Refusal.of("diagonal", "axis1 and axis2 cannot be the same axis", x);
        }
        List<Integer> order = Shapes.axes(x.shape());
        order.remove(Integer.valueOf(first));
        order.remove(Integer.valueOf(second));
        order.add(0, first);
        order.add(1, second);
        return Array.of(new Diagonal(offset), Transpose.of(x, order));
    }

    /**
     * The k-th diagonal of a matrix, or the square matrix that has a vector on its k-th diagonal.
     * Matches {@code mlx.core.diag}.
     */
    public static Array matrix(Array x, int k) {
        if (x.ndim() == 2) {
            return of(x, k, 0, 1);
        }
        if (x.ndim() != 1) {
            throw Refusal.of(
                    "diag",
                    "array must be 1-D or 2-D, got array with %d dimensions.".formatted(x.ndim()),
                    x);
        }
        long n = x.size() + Math.abs(k);
        return scattered(x, Shape.of(n, n), k);
    }

    /**
     * Zeros of a shape of two axes and more, with these elements on the diagonal of the first two.
     */
    private static Array scattered(Array x, Shape shape, int offset) {
        Array along = Array.arange(DType.I64, x.shape().extent(-1));
        List<Array> places =
                List.of(along.add(Math.max(0, -offset)), along.add(Math.max(0, offset)));
        Array zeros = Array.zeros(x.dtype(), shape.toArray());
        return Scatter.of(Scatter.Mode.SET, zeros, Rows.moved(x, -1, 0), places);
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.getFirst().shape());
    }

    private Shape shape(Shape shape) {
        long[] extents = new long[shape.rank() - 1];
        for (int axis = 0; axis < extents.length - 1; axis++) {
            extents[axis] = shape.extent(axis + 2);
        }
        long rows = shape.extent(0) - Math.max(0, -offset);
        long columns = shape.extent(1) - Math.max(0, offset);
        extents[extents.length - 1] = Math.max(0, Math.min(rows, columns));
        return Shape.of(extents);
    }

    @Override
    public View view(View in) {
        long[] strides = new long[in.shape().rank() - 1];
        for (int axis = 0; axis < strides.length - 1; axis++) {
            strides[axis] = in.stride(axis + 2);
        }
        strides[strides.length - 1] = in.stride(0) + in.stride(1);
        long shift = offset < 0 ? -offset * in.stride(0) : offset * in.stride(1);
        Shape shape = shape(in.shape());
        return in.restride(shape, shape.elements() == 0 ? 0 : shift, strides);
    }

    @Override
    public Array batched(List<Array> in) {
        return of(in.getFirst(), offset, 1, 2);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(scattered(cotangent, in.getFirst().shape(), offset));
    }
}
