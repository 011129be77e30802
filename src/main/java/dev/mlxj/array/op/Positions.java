package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where index arrays point in the leading axes of an array. */
final class Positions {
    private final long[] offsets;

    private Positions(long[] offsets) {
        this.offsets = offsets;
    }

    /** The inputs of a primitive: these arrays, then the indices in one shape. */
    static List<Array> inputs(List<Array> indices, Array... arrays) {
        List<Array> inputs = new ArrayList<>(List.of(arrays));
        for (Array index : indices) {
            if (!index.dtype().isInteger()) {
                throw Refusal.of("gather", "Indices must be integers.", index);
            }
        }
        Shape together = Shape.SCALAR;
        for (Array index : indices) {
            together =
                    Shapes.broadcast(
                            "gather", together, index.shape(), inputs.toArray(Array[]::new));
        }
        for (Array index : indices) {
            inputs.add(BroadcastTo.of(index, together));
        }
        return inputs;
    }

    /** For arrays that are many in front: each set of indices in its own array. */
    static List<Array> batched(List<Array> indices) {
        long batch = indices.getFirst().shape().extent(0);
        long[] extents = new long[indices.getFirst().ndim()];
        Arrays.fill(extents, 1);
        extents[0] = batch;
        List<Array> all = new ArrayList<>(indices);
        all.addFirst(Array.arange(DType.I64, batch).reshape(extents));
        return all;
    }

    /** The shape of the axes behind the indexed ones. */
    static Shape rest(Shape shape, int indexed) {
        return Shape.of(Arrays.copyOfRange(shape.toArray(), indexed, shape.rank()));
    }

    /** The shape of what is gathered: that of the indices, then the rest of the array's. */
    static Shape shape(Shape indices, Shape x, int indexed) {
        Shape rest = rest(x, indexed);
        long[] extents = Arrays.copyOf(indices.toArray(), indices.rank() + rest.rank());
        System.arraycopy(rest.toArray(), 0, extents, indices.rank(), rest.rank());
        return Shape.of(extents);
    }

    /**
     * Reads the indices.
     *
     * @throws IndexOutOfBoundsException if one points outside of its axis
     */
    static Positions of(View x, List<View> indices) {
        long[] offsets = new long[Math.toIntExact(indices.getFirst().shape().elements())];
        for (int axis = 0; axis < indices.size(); axis++) {
            add(x, axis, indices.get(axis), offsets);
        }
        return new Positions(offsets);
    }

    private static void add(View x, int axis, View indices, long[] offsets) {
        long extent = x.shape().extent(axis);
        long stride = x.stride(axis);
        View.Reader reader = indices.reader();
        Block block = new Block();
        for (int from = 0; from < offsets.length; from += Block.SIZE) {
            int n = Math.min(Block.SIZE, offsets.length - from);
            reader.load(from, n, block);
            long[] numbers = block.longs();
            for (int i = 0; i < n; i++) {
                long index = numbers[i] < 0 ? numbers[i] + extent : numbers[i];
                if (index < 0 || index >= extent) {
                    throw new IndexOutOfBoundsException(
                            "[gather] Index %d is outside of axis %d of extent %d"
                                    .formatted(numbers[i], axis, extent));
                }
                offsets[from + i] += index * stride;
            }
        }
    }

    int count() {
        return offsets.length;
    }

    /** The element that the i-th indices point to, counted from the first of the array. */
    long offset(int i) {
        return offsets[i];
    }
}
