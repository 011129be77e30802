package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.View;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/**
 * All places of a window on some axes, as a view: {@code [batch, spatial.., channels]} to {@code
 * [batch, places.., window.., channels]}.
 *
 * @param extents of the window, one for each spatial axis
 * @param steps from one place to the next
 * @param dilations between neighbours in the window
 */
public record Windows(List<Integer> extents, List<Integer> steps, List<Integer> dilations)
        implements Rearrangement {
    /** The view of {@code x}; windows that do not fit are left out. */
    public static Array of(
            Array x, List<Integer> extents, List<Integer> steps, List<Integer> dilations) {
        return Array.of(new Windows(extents, steps, dilations), x);
    }

    private long places(Shape shape, int axis) {
        long reach = (extents.get(axis) - 1L) * dilations.get(axis) + 1;
        return Math.max(0, Math.floorDiv(shape.extent(axis + 1) - reach, steps.get(axis)) + 1L);
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.getFirst().shape());
    }

    private Shape shape(Shape shape) {
        int spatial = extents.size();
        long[] result = new long[2 + 2 * spatial];
        result[0] = shape.extent(0);
        for (int axis = 0; axis < spatial; axis++) {
            result[1 + axis] = places(shape, axis);
            result[1 + spatial + axis] = extents.get(axis);
        }
        result[1 + 2 * spatial] = shape.extent(-1);
        return Shape.of(result);
    }

    @Override
    public View view(View in) {
        int spatial = extents.size();
        long[] strides = new long[2 + 2 * spatial];
        strides[0] = in.stride(0);
        for (int axis = 0; axis < spatial; axis++) {
            strides[1 + axis] = in.stride(1 + axis) * steps.get(axis);
            strides[1 + spatial + axis] = in.stride(1 + axis) * dilations.get(axis);
        }
        strides[1 + 2 * spatial] = in.stride(1 + spatial);
        return in.restride(shape(in.shape()), 0, strides);
    }

    /** Adds up, for each position in the window, what its places give. */
    @Override
    public Array batched(List<Array> in) {
        Array x = in.getFirst();
        Array joined = Array.of(this, Axes.flatten(x, 0, 1));
        return Axes.unflatten(joined, 0, x.shape().extent(0), x.shape().extent(1));
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Shape shape = in.getFirst().shape();
        int spatial = extents.size();
        Array sum = Array.zeros(cotangent.dtype(), shape.toArray());
        int[] position = new int[spatial];
        boolean more = true;
        while (more) {
            List<Slice.Range> ranges = new ArrayList<>();
            Array part = cotangent;
            ranges.add(Slice.Range.all(shape.extent(0)));
            for (int axis = 0; axis < spatial; axis++) {
                part = part.slice(1 + spatial, position[axis], position[axis] + 1L);
                part = part.squeeze(1 + spatial);
                long start = (long) position[axis] * dilations.get(axis);
                ranges.add(new Slice.Range(start, steps.get(axis), places(shape, axis)));
            }
            sum = SliceUpdate.of(sum, Slice.of(sum, ranges).add(part), ranges);
            more = advance(position);
        }
        return List.of(sum);
    }

    private boolean advance(int[] position) {
        for (int axis = position.length - 1; axis >= 0; axis--) {
            if (++position[axis] < extents.get(axis)) {
                return true;
            }
            position[axis] = 0;
        }
        return false;
    }
}
