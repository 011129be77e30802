package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

import java.util.List;

/**
 * {@code log(sum(exp(x)))} along axes without overflow; the result of integers is F32. Matches
 * {@code mlx.core.logsumexp}, also in that integers are converted at once along rows alone:
 * elsewhere the greatest is taken away in their own dtype, where unsigned ones wrap.
 */
public final class LogSumExp {
    private LogSumExp() {}

    /** Along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        if (x.size() == 0) {
            throw Refusal.of("logsumexp", "Received empty array.", x);
        }
        List<Integer> reduced = Shapes.axes("logsumexp", x, axes);
        Array real = areRows(x, reduced) ? AsType.of(x, Promotion.inexact("logsumexp", x)) : x;
        Array most = StopGradient.of(Max.of(real, true, axes));
        Array sum = Sum.keeping(real.subtract(most).exp(), reduced).log().add(most);
        Array result = Where.of(most.isinf(), most, sum);
        return keepDims ? result : Reshape.of(result, Shapes.without(x.shape(), reduced));
    }

    /** Whether the last axis is reduced, alone or with axes of extent 1 directly before it. */
    private static boolean areRows(Array x, List<Integer> reduced) {
        int first = x.ndim() - reduced.size();
        for (int i = 0; i < reduced.size(); i++) {
            int axis = reduced.get(i);
            if (axis != first + i || (axis < x.ndim() - 1 && x.shape().extent(axis) != 1)) {
                return false;
            }
        }
        return !reduced.isEmpty();
    }
}
