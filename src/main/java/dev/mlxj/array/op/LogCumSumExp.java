package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;

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
                new LogCumSumExp(reverse, inclusive),
                x.astype(Promotion.inexact("logcumsumexp", x)),
                axis);
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

    /** Each element's share in what comes behind it, where the share of what is behind decays. */
    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        Array total = inclusive ? out : of(x, -1, reverse, true);
        Array given = inclusive ? cotangent : Scan.shifted(cotangent, reverse);
        Array kept = share(total, Scan.shifted(total, reverse));
        Array behind = DecayingSum.of(given, kept, !reverse);
        return List.of(share(x, total).multiply(behind));
    }

    /** {@code exp(part - whole)}; a part of nothing is nothing. */
    private static Array share(Array part, Array whole) {
        Array nothing = part.isneginf();
        Array safe = Where.of(nothing, Array.zeros(part.dtype()), part.subtract(whole));
        return Where.of(nothing, Array.zeros(part.dtype()), safe.exp());
    }
}
