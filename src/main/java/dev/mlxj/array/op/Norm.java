package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Norms of vectors and of matrices. Matches {@code mlx.core.linalg.norm}. */
public final class Norm {
    private Norm() {}

    /** The root of the sum of squares along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        return Sum.of(x.abs().square(), keepDims, axes).sqrt();
    }

    /**
     * The norm of this order: of vectors along one axis, of matrices along two. Without axes, an
     * array of one axis is a vector and one of two a matrix.
     *
     * @throws IllegalArgumentException if the axes are neither one nor two, or matrices have no
     *     norm of this order
     */
    public static Array of(Array x, double p, boolean keepDims, int... axes) {
        int[] along = axes;
        if (axes.length == 0 && x.ndim() <= 2) {
            along = x.ndim() == 2 ? new int[] {0, 1} : new int[] {0};
        }
        return switch (along.length) {
            case 1 -> vector(x, p, keepDims, along[0]);
            case 2 -> matrix(x, p, keepDims, along[0], along[1]);
            default ->
                    throw Refusal.of(
                            "linalg::norm",
                            "Singular values or sums of %d axes of an array of shape %s; a norm of order %s is along one or two"
                                    .formatted(along.length, Shapes.text(x.shape()), p),
                            x);
        };
    }

    /** The sum of the singular values of the matrices along two axes. */
    public static Array nuclear(Array x, boolean keepDims, int rows, int columns) {
        return singular(x, rows, columns, keepDims, s -> s.sum(-1));
    }

    private static Array singular(
            Array x, int rows, int columns, boolean keepDims, UnaryOperator<Array> reduction) {
        int first = Shapes.axis("linalg::norm", x, rows);
        int second = Shapes.axis("linalg::norm", x, columns);
        List<Integer> order = new ArrayList<>(Shapes.axes(x.shape()));
        order.removeAll(List.of(first, second));
        order.addAll(List.of(first, second));
        Array norm = reduction.apply(Svd.values(Transpose.of(x, order)));
        List<Integer> both = Shapes.axes(x.shape(), first, second);
        return keepDims ? Reshape.of(norm, Shapes.keeping(x.shape(), both)) : norm;
    }

    /**
     * {@code sum(|x|^p)^(1/p)} along an axis: the number of elements that are not 0 for p = 0, the
     * greatest or the smallest for an infinite p. In the dtype of x, but integers become F32, and
     * of complex numbers the norm of order 2 is real.
     */
    private static Array vector(Array x, double p, boolean keepDims, int axis) {
        Array norm = sized(x.abs(), p, keepDims, axis);
        return p == 2 ? norm : norm.astype(Promotion.inexact("linalg::norm", x));
    }

    private static Array sized(Array size, double p, boolean keepDims, int axis) {
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
            return of(size, keepDims, axis);
        }
        return Sum.of(size.power(p), keepDims, axis).power(1 / p);
    }

    /**
     * The greatest (for a negative p the smallest) sum of sizes over columns for p = 1, over rows
     * for an infinite p; singular value for p = 2.
     */
    private static Array matrix(Array x, double p, boolean keepDims, int rows, int columns) {
        if (Math.abs(p) == 2) {
            return singular(x, rows, columns, keepDims, s -> p > 0 ? s.max(-1) : s.min(-1));
        }
        int summed = Math.abs(p) == 1 ? rows : columns;
        int kept = Math.abs(p) == 1 ? columns : rows;
        if (Math.abs(p) != 1 && !Double.isInfinite(p)) {
            throw Refusal.of(
                    "linalg::norm", "Invalid ord value %s for matrix norm".formatted(p), x);
        }
        Array sums = Sum.of(x.abs(), true, summed);
        Array norm = p > 0 ? Max.of(sums, true, kept) : Min.of(sums, true, kept);
        List<Integer> both = Shapes.axes("linalg::norm", x, rows, columns);
        return keepDims ? norm : Reshape.of(norm, Shapes.without(x.shape(), both));
    }
}
