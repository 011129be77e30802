package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.Shape;

import java.util.Arrays;

/** Elements several times. Matches {@code mlx.core.repeat} and {@code tile}. */
public final class Repeat {
    private Repeat() {}

    /** Each element along an axis so many times, one after the other. */
    public static Array repeat(Array x, int repeats, int axis) {
        if (repeats < 0) {
            throw Refusal.of("repeat", "Number of repeats cannot be negative", x);
        }
        int along = Shapes.axis("repeat", x, axis);
        Array apart = Axes.expandDims(x, along + 1);
        Array wide = BroadcastTo.of(apart, Shapes.with(apart.shape(), along + 1, repeats));
        return Axes.flatten(wide, along, along + 1);
    }

    /** The whole array so many times along each axis; the last number is for the last axis. */
    public static Array tile(Array x, int... reps) {
        int rank = Math.max(x.ndim(), reps.length);
        long[] apart = new long[2 * rank];
        long[] wide = new long[2 * rank];
        long[] joined = new long[rank];
        Arrays.fill(apart, 1);
        for (int axis = 0; axis < rank; axis++) {
            int from = axis - (rank - x.ndim());
            int rep = axis - (rank - reps.length);
            apart[2 * axis + 1] = from < 0 ? 1 : x.shape().extent(from);
            wide[2 * axis] = rep < 0 ? 1 : reps[rep];
            wide[2 * axis + 1] = apart[2 * axis + 1];
            joined[axis] = wide[2 * axis] * wide[2 * axis + 1];
        }
        Array repeated = BroadcastTo.of(Reshape.of(x, Shape.of(apart)), Shape.of(wide));
        return Reshape.of(repeated, Shape.of(joined));
    }
}
