package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * The product of the elements up to each along an axis. Matches {@code mlx.core.cumprod}.
 *
 * @param reverse whether it goes from the last element to the first
 * @param inclusive whether the element itself counts
 */
public record CumProd(boolean reverse, boolean inclusive)
        implements Scan.OnIntegers, Scan.OnComplex {
    /** Along an axis. */
    public static Array of(Array x, int axis, boolean reverse, boolean inclusive) {
        return Rows.along(new CumProd(reverse, inclusive), x, axis);
    }

    @Override
    public double start() {
        return 1;
    }

    @Override
    public void scan(float[] row, int n) {
        for (int i = 1; i < n; i++) {
            row[i] *= row[i - 1];
        }
    }

    @Override
    public void scan(double[] row, int n) {
        for (int i = 1; i < n; i++) {
            row[i] *= row[i - 1];
        }
    }

    @Override
    public long start(DType dtype) {
        return 1;
    }

    @Override
    public void scan(long[] row, int n, DType dtype) {
        for (int i = 1; i < n; i++) {
            row[i] *= row[i - 1];
        }
    }

    @Override
    public Complex join(Complex total, Complex next) {
        return total.times(next);
    }

    /**
     * A product without one of its factors is the product divided by it, where no factor is 0;
     * where one is, the others count for it alone.
     */
    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        Array one = Array.ones(x.dtype());
        Array zero = x.equal(0);
        Array zeros = CumSum.of(zero.astype(DType.I64), -1, reverse, true);
        Array first = zero.logicalAnd(zeros.equal(1));
        Array divided = behind(cotangent.multiply(out)).divide(Where.of(zero, one, x));
        Array others = of(Where.of(first, one, x), -1, reverse, inclusive);
        Array alone = Where.of(first, behind(cotangent.multiply(others)), Array.zeros(x.dtype()));
        return List.of(Where.of(zeros.equal(0), divided, alone));
    }

    private Array behind(Array x) {
        return CumSum.of(x, -1, !reverse, inclusive);
    }
}
