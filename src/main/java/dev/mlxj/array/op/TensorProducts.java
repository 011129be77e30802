package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/** Products that are a {@link Matmul} or a {@link Multiply} after the axes have been arranged. */
public final class TensorProducts {
    private TensorProducts() {}

    /** Summed over the last {@code axes} axes of a and the first of b. */
    public static Array tensordot(Array a, Array b, int axes) {
        if (axes < 0 || axes > Math.min(a.ndim(), b.ndim())) {
            throw Refusal.of(
                    "tensordot", "axes must be at most the number of axes of both arrays.", a, b);
        }
        List<Integer> ofA = new ArrayList<>();
        List<Integer> ofB = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            ofA.add(a.ndim() - axes + i);
            ofB.add(i);
        }
        return tensordot(a, b, ofA, ofB);
    }

    /** Summed over pairs of axes. Matches {@code mlx.core.tensordot}. */
    public static Array tensordot(Array a, Array b, List<Integer> axesA, List<Integer> axesB) {
        List<Integer> orderA = Shapes.axes(a.shape());
        List<Integer> orderB = Shapes.axes(b.shape());
        long summed = 1;
        for (int i = 0; i < axesA.size(); i++) {
            int axisA = Shapes.axis("tensordot", a, axesA.get(i));
            int axisB = Shapes.axis("tensordot", b, axesB.get(i));
            if (a.shape().extent(axisA) != b.shape().extent(axisB)) {
                throw Refusal.of(
                        "tensordot",
                        "a and b must have the same shape on the contracted axes.",
                        a,
                        b);
            }
            summed *= a.shape().extent(axisA);
            orderA.remove(Integer.valueOf(axisA));
            orderA.add(axisA);
            orderB.remove(Integer.valueOf(axisB));
            orderB.add(i, axisB);
        }
        Array left = Transpose.of(a, orderA);
        Array right = Transpose.of(b, orderB);
        int kept = a.ndim() - axesA.size();
        long[] extents = new long[kept + b.ndim() - axesB.size()];
        long rows = 1;
        for (int axis = 0; axis < kept; axis++) {
            extents[axis] = left.shape().extent(axis);
            rows *= extents[axis];
        }
        for (int axis = kept; axis < extents.length; axis++) {
            extents[axis] = right.shape().extent(axis - kept + axesB.size());
        }
        long columns = summed == 0 ? 0 : b.size() / summed;
        Array product =
                Matmul.of(Reshape.of(left, rows, summed), Reshape.of(right, summed, columns));
        return Reshape.of(product, Shape.of(extents));
    }

    /** Summed over the last axis of both. Matches {@code mlx.core.inner}. */
    public static Array inner(Array a, Array b) {
        if (a.ndim() == 0 || b.ndim() == 0) {
            return a.multiply(b);
        }
        return tensordot(a, b, List.of(-1), List.of(-1));
    }

    /** Every element with every other: {@code [m, n]}. Matches {@code mlx.core.outer}. */
    public static Array outer(Array a, Array b) {
        return a.reshape(-1, 1).multiply(b.flatten());
    }

    /**
     * Each element of a times all of b. Matches {@code mlx.core.kron}.
     *
     * @throws IllegalArgumentException if one has no elements
     */
    public static Array kron(Array a, Array b) {
        if (a.size() == 0 || b.size() == 0) {
            throw Refusal.of("kron", "Input arrays cannot be empty.", a, b);
        }
        int rank = Math.max(a.ndim(), b.ndim());
        long[] apartA = new long[2 * rank];
        long[] apartB = new long[2 * rank];
        long[] joined = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            int inA = axis - (rank - a.ndim());
            int inB = axis - (rank - b.ndim());
            apartA[2 * axis] = inA < 0 ? 1 : a.shape().extent(inA);
            apartA[2 * axis + 1] = 1;
            apartB[2 * axis] = 1;
            apartB[2 * axis + 1] = inB < 0 ? 1 : b.shape().extent(inB);
            joined[axis] = apartA[2 * axis] * apartB[2 * axis + 1];
        }
        Array product = Reshape.of(a, Shape.of(apartA)).multiply(Reshape.of(b, Shape.of(apartB)));
        return Reshape.of(product, Shape.of(joined));
    }

    /** The products along an axis, summed; a is conjugated. Matches {@code mlx.core.vecdot}. */
    public static Array vecdot(Array a, Array b, int axis) {
        return a.conjugate().multiply(b).sum(axis);
    }
}
