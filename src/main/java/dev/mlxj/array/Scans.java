package dev.mlxj.array;

import dev.mlxj.array.op.ArgSort;
import dev.mlxj.array.op.CumMax;
import dev.mlxj.array.op.CumMin;
import dev.mlxj.array.op.CumProd;
import dev.mlxj.array.op.CumSum;
import dev.mlxj.array.op.Diff;
import dev.mlxj.array.op.LogCumSumExp;
import dev.mlxj.array.op.SearchSorted;
import dev.mlxj.array.op.Sort;
import dev.mlxj.array.op.Unique;

/** Elements along an axis in an order: running sums and the like, sorting. */
public sealed interface Scans extends Operand permits Array {
    /** {@link CumSum} of all elements, row by row. */
    default Array cumsum() {
        return array().flatten().cumsum(0);
    }

    /** {@link CumSum} along an axis, forwards, the element itself included. */
    default Array cumsum(int axis) {
        return CumSum.of(array(), axis, false, true);
    }

    /** {@link CumSum} along an axis. */
    default Array cumsum(int axis, boolean reverse, boolean inclusive) {
        return CumSum.of(array(), axis, reverse, inclusive);
    }

    /** {@link CumProd} along an axis, forwards, the element itself included. */
    default Array cumprod(int axis) {
        return CumProd.of(array(), axis, false, true);
    }

    /** {@link CumProd} along an axis. */
    default Array cumprod(int axis, boolean reverse, boolean inclusive) {
        return CumProd.of(array(), axis, reverse, inclusive);
    }

    /** {@link CumMax} along an axis, forwards, the element itself included. */
    default Array cummax(int axis) {
        return CumMax.of(array(), axis, false, true);
    }

    /** {@link CumMax} along an axis. */
    default Array cummax(int axis, boolean reverse, boolean inclusive) {
        return CumMax.of(array(), axis, reverse, inclusive);
    }

    /** {@link CumMin} along an axis, forwards, the element itself included. */
    default Array cummin(int axis) {
        return CumMin.of(array(), axis, false, true);
    }

    /** {@link CumMin} along an axis. */
    default Array cummin(int axis, boolean reverse, boolean inclusive) {
        return CumMin.of(array(), axis, reverse, inclusive);
    }

    /** {@link LogCumSumExp} along an axis, forwards, the element itself included. */
    default Array logcumsumexp(int axis) {
        return LogCumSumExp.of(array(), axis, false, true);
    }

    /** {@link LogCumSumExp} along an axis. */
    default Array logcumsumexp(int axis, boolean reverse, boolean inclusive) {
        return LogCumSumExp.of(array(), axis, reverse, inclusive);
    }

    /** {@link CumSum} along an axis: {@link #cumsum(int)}. */
    default Array cumulativeSum(int axis) {
        return cumsum(axis);
    }

    /** {@link CumProd} along an axis: {@link #cumprod(int)}. */
    default Array cumulativeProd(int axis) {
        return cumprod(axis);
    }

    /** The differences of neighbours along the last axis. Matches {@code mlx.core.diff}. */
    default Array diff() {
        return diff(1, -1);
    }

    /**
     * The differences of neighbours along an axis, taken n times. Matches {@code mlx.core.diff}.
     */
    default Array diff(int n, int axis) {
        return Diff.of(array(), n, axis);
    }

    /** {@link Unique}: the different elements in so many places, filled up with the smallest. */
    default Array unique(int size) {
        return Unique.of(array(), size, null).values();
    }

    /** {@link Unique} with a number that fills the places that are left. */
    default Unique unique(int size, Array fill) {
        return Unique.of(array(), size, fill);
    }

    /** {@link SearchSorted} in this ascending vector: a place before equal elements. */
    default Array searchsorted(Array values) {
        return SearchSorted.of(array(), values, false);
    }

    /** {@link SearchSorted} in this ascending vector: a place behind equal elements. */
    default Array searchsortedRight(Array values) {
        return SearchSorted.of(array(), values, true);
    }

    /** {@link Sort} along the last axis. */
    default Array sort() {
        return Sort.of(array(), -1);
    }

    /** {@link Sort} along an axis. */
    default Array sort(int axis) {
        return Sort.of(array(), axis);
    }

    /** {@link ArgSort} along the last axis. */
    default Array argsort() {
        return ArgSort.of(array(), -1);
    }

    /** {@link ArgSort} along an axis. */
    default Array argsort(int axis) {
        return ArgSort.of(array(), axis);
    }

    /** The k greatest elements along an axis, ascending. Matches {@code mlx.core.topk}. */
    default Array topk(int k, int axis) {
        long extent = array().shape().extent(Shapes.axis("topk", array(), axis));
        if (k < 0 || k > extent) {
            throw Refusal.of(
                    "topk",
                    "Received k %d along an axis of %d elements.".formatted(k, extent),
                    array());
        }
        return array().sort(axis).slice(axis, extent - k, extent);
    }

    /**
     * The elements along an axis with the k-th smallest at k, none greater before it and none
     * smaller behind. Matches {@code mlx.core.partition}.
     */
    default Array partition(int kth, int axis) {
        return Sort.of(array(), axis);
    }

    /** The positions that {@link #partition} puts elements from. */
    default Array argpartition(int kth, int axis) {
        return ArgSort.of(array(), axis);
    }
}
