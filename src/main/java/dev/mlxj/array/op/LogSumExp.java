package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

import java.util.List;

/**
 * {@code log(sum(exp(x)))} along axes without overflow; the result of integers is F32. Matches
 * {@code mlx.core.logsumexp}, also in that integers are converted at once along the last axis
 * alone: elsewhere the greatest is taken away in their own dtype, where unsigned ones wrap.
 */
public final class LogSumExp {
    private LogSumExp() {}

    /** Along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        if (x.size() == 0) {
            throw Refusal.of("logsumexp", "Received empty array.", x);
        }
        List<Integer> reduced = Shapes.axes("logsumexp", x, axes);
        boolean rows = reduced.equals(List.of(x.ndim() - 1));
        Array real = rows ? AsType.of(x, Promotion.inexact("logsumexp", x)) : x;
        Array most = StopGradient.of(Max.of(real, true, axes));
        Array sum = Sum.keeping(real.subtract(most).exp(), reduced).log().add(most);
        Array result = Where.of(most.isinf(), most, sum);
        return keepDims ? result : Reshape.of(result, Shapes.without(x.shape(), reduced));
    }
}
