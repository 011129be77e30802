package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The different elements of an array in ascending order, in as many places as the caller says: the
 * shape of the result does not depend on the values. Matches {@code mlx.core.unique}.
 *
 * @param values {@code [size]}: the smallest elements, then the fill value
 * @param index {@code [size]}, U32: where each element stands first in the array, row by row; of
 *     what fills, where the smallest does
 * @param inverse of the shape of the array, U32: which of the values each element is
 * @param counts {@code [size]}, I32: how often each element stands there, 0 for what fills
 */
public record Unique(Array values, Array index, Array inverse, Array counts) {
    /**
     * Of all elements of an array.
     *
     * @param size how many places there are
     * @param fill what stands in those that are left; null for the smallest element
     * @throws IllegalArgumentException if the size is negative, or an empty array has nothing to
     *     fill it with
     */
    public static Unique of(Array x, int size, @Nullable Array fill) {
        if (size < 0 || (x.size() == 0 && size > 0 && fill == null)) {
            throw Refusal.of("unique", "Cannot fill %d places.".formatted(size), x);
        }
        Array flat = x.flatten();
        long n = flat.size();
        Array order = ArgSort.of(flat, 0);
        Array sorted = flat.take(order, 0);
        Array starts = Array.ones(DType.BOOL, Math.min(n, 1));
        if (n > 1) {
            Array changes = sorted.slice(0, 1, n).notEqual(sorted.slice(0, 0, n - 1));
            starts = Concatenate.of(List.of(starts, changes), 0);
        }
        Array group = CumSum.of(starts.astype(DType.I64), 0, false, true).subtract(1);
        Array place = group.minimum(Math.max(0, size));
        Array wide = Array.zeros(DType.I64, size + 1L);
        Array filling = fill == null && n > 0 ? sorted.slice(0, 0, 1) : fill;
        Array background =
                filling == null
                        ? Array.zeros(x.dtype(), size + 1L)
                        : BroadcastTo.of(filling.astype(x.dtype()), Shape.of(size + 1L));
        Array first = starts.astype(DType.I64).multiply(order.astype(DType.I64));
        Array counts = wide.scatterAddAlongAxis(place, Array.ones(DType.I64, n), 0);
        Array index = wide.scatterAddAlongAxis(place, first, 0);
        Array values = background.putAlongAxis(place, sorted, 0);
        Array inverse =
                Array.zeros(DType.I64, n)
                        .putAlongAxis(order, group.minimum(Math.max(0, size - 1)), 0);
        Array smallest = n > 0 ? order.slice(0, 0, 1).astype(DType.I64) : Array.zeros(DType.I64);
        Array places = Where.of(counts.greater(0), index, smallest);
        return new Unique(
                values.slice(0, 0, size),
                places.slice(0, 0, size).astype(DType.U32),
                inverse.astype(DType.U32).reshape(x.shape().toArray()),
                counts.slice(0, 0, size).astype(DType.I32));
    }
}
