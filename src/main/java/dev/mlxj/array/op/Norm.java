package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Shapes;

import java.util.List;

/** Norms of vectors and of matrices. Matches {@code mlx.core.linalg.norm}. */
public final class Norm {
    private Norm() {}

    /** The root of the sum of squares along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        return Sum.of(x.abs().square(), keepDims, axes).sqrt();
    }

    /**
     * {@code sum(|x|^p)^(1/p)} along an axis: the number of elements that are not 0 for p = 0, the
     * greatest or the smallest for an infinite p.
     */
    public static Array vector(Array x, double p, boolean keepDims, int axis) {
        Array size = x.abs();
        if (Double.isInfinite(p)) {
            return p > 0 ? Max.of(size, keepDims, axis) : Min.of(size, keepDims, axis);
        }
        if (p == 0) {
            return Sum.of(size.notEqual(0).astype(size.dtype()), keepDims, axis);
        }
        if (p == 1) {
            return Sum.of(size, keepDims, axis);
        }
        if (p == 2) {
            return of(x, keepDims, axis);
        }
        return Sum.of(size.power(p), keepDims, axis).power(1 / p);
    }

    /**
     * The greatest (for a negative p the smallest) sum of sizes over columns for p = 1, over rows
     * for an infinite p.
     */
    public static Array matrix(Array x, double p, boolean keepDims, int rows, int columns) {
        int summed = Math.abs(p) == 1 ? rows : columns;
        int kept = Math.abs(p) == 1 ? columns : rows;
        if (Math.abs(p) != 1 && !Double.isInfinite(p)) {
            throw new IllegalArgumentException(
                    "[linalg::norm] Invalid ord value %s for matrix norm".formatted(p));
        }
        Array sums = Sum.of(x.abs(), true, summed);
        Array norm = p > 0 ? Max.of(sums, true, kept) : Min.of(sums, true, kept);
        List<Integer> both = Shapes.axes(x.shape(), rows, columns);
        return keepDims ? norm : Reshape.of(norm, Shapes.without(x.shape(), both));
    }
}
