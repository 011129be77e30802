package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.Arrays;
import java.util.List;

/**
 * The elements of an array, row by row, seen through any strides. Matches {@code
 * mlx.core.as_strided}.
 */
public final class AsStrided {
    private AsStrided() {}

    /**
     * Element {@code (i, j, ..)} is element {@code offset + i * strides[0] + j * strides[1] + ..}.
     *
     * @param offset in elements
     * @param strides in elements
     */
    public static Array of(Array x, Shape shape, long[] strides, long offset) {
        Array position = Array.full(DType.I64, offset);
        for (int axis = 0; axis < shape.rank(); axis++) {
            long[] extents = new long[shape.rank()];
            Arrays.fill(extents, 1);
            extents[axis] = shape.extent(axis);
            Array along = Array.arange(DType.I64, shape.extent(axis)).multiply(strides[axis]);
            position = position.add(along.reshape(extents));
        }
        return Gather.of(Reshape.of(x, -1), List.of(position));
    }
}
