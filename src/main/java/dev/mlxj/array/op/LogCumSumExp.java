package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Weak;

import java.util.List;

/**
 * {@code log(sum(exp(x)))} of the elements up to each along an axis; integers become F32. Matches
 * {@code mlx.core.logcumsumexp}.
 *
 * @param reverse whether it goes from the last element to the first
 * @param inclusive whether the element itself counts
 */
public record LogCumSumExp(boolean reverse, boolean inclusive) implements Scan.OnComplex {
    /** Along an axis. */
    public static Array of(Array x, int axis, boolean reverse, boolean inclusive) {
        return Rows.along(
                new LogCumSumExp(reverse, inclusive), x.astype(Promotion.inexact(x.dtype())), axis);
    }

    @Override
    public double start() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public void scan(float[] row, int n) {
        double total = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            total = LogAddExp.of(total, row[i]);
            row[i] = (float) total;
        }
    }

    @Override
    public void scan(double[] row, int n) {
        for (int i = 1; i < n; i++) {
            row[i] = LogAddExp.of(row[i - 1], row[i]);
        }
    }

    @Override
    public Complex join(Complex total, Complex next) {
        return LogAddExp.of(total, next);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        Array nothing = Weak.of(cotangent, Double.NEGATIVE_INFINITY);
        Array size = cotangent.abs().log().subtract(out);
        Array above = Where.of(cotangent.greater(0), size, nothing);
        Array below = Where.of(cotangent.less(0), size, nothing);
        Array more = of(above, -1, !reverse, inclusive).add(x).exp();
        Array less = of(below, -1, !reverse, inclusive).add(x).exp();
        return List.of(more.subtract(less));
    }
}
