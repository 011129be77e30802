package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Range;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * The greatest of the elements up to each along an axis; NaN after a NaN. Matches {@code
 * mlx.core.cummax}.
 *
 * @param reverse whether it goes from the last element to the first
 * @param inclusive whether the element itself counts
 */
public record CumMax(boolean reverse, boolean inclusive)
        implements Scan.OnIntegers, Scan.OnComplex {
    /** Along an axis. */
    public static Array of(Array x, int axis, boolean reverse, boolean inclusive) {
        return Rows.along(new CumMax(reverse, inclusive), x, axis);
    }

    @Override
    public double start() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public void scan(float[] row, int n) {
        for (int i = 1; i < n; i++) {
            row[i] = Math.max(row[i], row[i - 1]);
        }
    }

    @Override
    public void scan(double[] row, int n) {
        for (int i = 1; i < n; i++) {
            row[i] = Math.max(row[i], row[i - 1]);
        }
    }

    @Override
    public long start(DType dtype) {
        return Range.least(dtype);
    }

    @Override
    public void scan(long[] row, int n, DType dtype) {
        long flip = dtype == DType.U64 ? Long.MIN_VALUE : 0;
        for (int i = 1; i < n; i++) {
            row[i] = Math.max(row[i] ^ flip, row[i - 1] ^ flip) ^ flip;
        }
    }

    @Override
    public Complex join(Complex total, Complex next) {
        return total.isNaN() || next.isLess(total) ? total : next;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array positions = Array.of(new CumArg(true, reverse), in.getFirst());
        Array zeros = Array.zeros(cotangent.dtype(), cotangent.shape().toArray());
        Array inclusiveOnes = inclusive ? cotangent : Scan.shifted(cotangent, reverse);
        return List.of(zeros.scatterAddAlongAxis(positions, inclusiveOnes, -1));
    }
}
