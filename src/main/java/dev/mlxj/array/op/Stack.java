package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;

import java.util.ArrayList;
import java.util.List;

/** Arrays of one shape along a new axis. Matches {@code mlx.core.stack}. */
public final class Stack {
    private Stack() {}

    /**
     * The arrays, promoted to one dtype.
     *
     * @param axis the new axis, where it stands in the result
     * @throws IllegalArgumentException if the shapes differ, or there is no array
     */
    public static Array of(List<Array> arrays, int axis) {
        if (arrays.isEmpty()) {
            throw Refusal.of("stack", "No arrays provided for stacking", arrays);
        }
        List<Array> apart = new ArrayList<>();
        for (Array array : arrays) {
            if (!array.shape().equals(arrays.getFirst().shape())) {
                throw Refusal.of("stack", "All arrays must have the same shape", arrays);
            }
            apart.add(Axes.expandDims(array, axis));
        }
        return Concatenate.of(apart, axis);
    }
}
