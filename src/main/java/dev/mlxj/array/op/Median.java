package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

import java.util.List;

/**
 * The middle element along axes, the mean of the two middle ones of an even number; integers become
 * F32. Matches {@code mlx.core.median}.
 */
public final class Median {
    private Median() {}

    /** Along these axes together, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        List<Integer> reduced = Shapes.axes("median", x, axes);
        Array real = AsType.of(x, Promotion.inexact("median", x));
        Array rows = AxesLast.of(real, reduced).rows();
        long n = rows.shape().extent(-1);
        if (n == 0) {
            throw Refusal.of("median", "Cannot take median along empty axis.", x);
        }
        Array sorted = Sort.of(rows, -1);
        Array middle = sorted.slice(-1, (n - 1) / 2, n / 2 + 1);
        Array median = Mean.of(middle, false, -1);
        return Reshape.of(
                median,
                keepDims ? Shapes.keeping(x.shape(), reduced) : Shapes.without(x.shape(), reduced));
    }
}
