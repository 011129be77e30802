package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Shapes;

import java.util.List;

/**
 * The sum along axes divided by the number of elements; integers become F32. Matches {@code
 * mlx.core.mean}.
 */
public final class Mean {
    private Mean() {}

    /** Along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        Array real = AsType.of(x, Promotion.inexact("mean", x));
        Array sum = Sum.of(real, keepDims, axes);
        return sum.multiply(1.0 / count(x, Shapes.axes("mean", x, axes)));
    }

    /** The number of elements that are joined into one. */
    static long count(Array x, List<Integer> axes) {
        long count = 1;
        for (int axis : axes) {
            count *= x.shape().extent(axis);
        }
        return count;
    }
}
