package dev.mlxj.array;

import dev.mlxj.array.op.All;
import dev.mlxj.array.op.Any;
import dev.mlxj.array.op.ArgMax;
import dev.mlxj.array.op.ArgMin;
import dev.mlxj.array.op.LogSumExp;
import dev.mlxj.array.op.Max;
import dev.mlxj.array.op.Mean;
import dev.mlxj.array.op.Median;
import dev.mlxj.array.op.Min;
import dev.mlxj.array.op.Prod;
import dev.mlxj.array.op.Softmax;
import dev.mlxj.array.op.Std;
import dev.mlxj.array.op.Sum;
import dev.mlxj.array.op.Var;

import java.util.List;

/** Many elements to one, along axes. */
public sealed interface Reductions extends Operand permits Array {
    /** {@link Sum} along these axes, or along all if none is given. */
    default Array sum(int... axes) {
        return Sum.of(array(), false, axes);
    }

    /** {@link Sum}; the axes stay with extent 1. */
    default Array sumKeepDims(int... axes) {
        return Sum.of(array(), true, axes);
    }

    /** {@link Prod} along these axes, or along all if none is given. */
    default Array prod(int... axes) {
        return Prod.of(array(), false, axes);
    }

    /** {@link Prod}; the axes stay with extent 1. */
    default Array prodKeepDims(int... axes) {
        return Prod.of(array(), true, axes);
    }

    /** {@link Max} along these axes, or along all if none is given. */
    default Array max(int... axes) {
        return Max.of(array(), false, axes);
    }

    /** {@link Max}; the axes stay with extent 1. */
    default Array maxKeepDims(int... axes) {
        return Max.of(array(), true, axes);
    }

    /** {@link Min} along these axes, or along all if none is given. */
    default Array min(int... axes) {
        return Min.of(array(), false, axes);
    }

    /** {@link Min}; the axes stay with extent 1. */
    default Array minKeepDims(int... axes) {
        return Min.of(array(), true, axes);
    }

    /** {@link All} along these axes, or along all if none is given. */
    default Array all(int... axes) {
        return All.of(array(), false, axes);
    }

    /** {@link All}; the axes stay with extent 1. */
    default Array allKeepDims(int... axes) {
        return All.of(array(), true, axes);
    }

    /** {@link Any} along these axes, or along all if none is given. */
    default Array any(int... axes) {
        return Any.of(array(), false, axes);
    }

    /** {@link Any}; the axes stay with extent 1. */
    default Array anyKeepDims(int... axes) {
        return Any.of(array(), true, axes);
    }

    /** {@link Mean} along these axes, or along all if none is given. */
    default Array mean(int... axes) {
        return Mean.of(array(), false, axes);
    }

    /** {@link Mean}; the axes stay with extent 1. */
    default Array meanKeepDims(int... axes) {
        return Mean.of(array(), true, axes);
    }

    /** {@link LogSumExp} along these axes, or along all if none is given. */
    default Array logsumexp(int... axes) {
        return LogSumExp.of(array(), false, axes);
    }

    /** {@link LogSumExp}; the axes stay with extent 1. */
    default Array logsumexpKeepDims(int... axes) {
        return LogSumExp.of(array(), true, axes);
    }

    /** {@link Median} along these axes, or along all if none is given. */
    default Array median(int... axes) {
        return Median.of(array(), false, axes);
    }

    /** {@link Median}; the axes stay with extent 1. */
    default Array medianKeepDims(int... axes) {
        return Median.of(array(), true, axes);
    }

    /** {@link Var} along these axes, or along all if none is given; ddof 0. */
    default Array var(int... axes) {
        return Var.of(array(), false, 0, axes);
    }

    /** {@link Var}; the axes stay with extent 1. */
    default Array varKeepDims(int... axes) {
        return Var.of(array(), true, 0, axes);
    }

    /** {@link Std} along these axes, or along all if none is given; ddof 0. */
    default Array std(int... axes) {
        return Std.of(array(), false, 0, axes);
    }

    /** {@link Std}; the axes stay with extent 1. */
    default Array stdKeepDims(int... axes) {
        return Std.of(array(), true, 0, axes);
    }

    /**
     * {@link Var} along axes, all if the array is empty.
     *
     * @param ddof what is taken from the number of elements before it divides
     */
    default Array var(int[] axes, int ddof) {
        return Var.of(array(), false, ddof, axes);
    }

    /** {@link Std} along axes; parameters as in {@link #var(int[], int)}. */
    default Array std(int[] axes, int ddof) {
        return Std.of(array(), false, ddof, axes);
    }

    /** {@link Min} and {@link Max} along these axes, or along all if none is given. */
    default List<Array> minmax(int... axes) {
        return List.of(min(axes), max(axes));
    }

    /** {@link Min} and {@link Max}; the axes stay with extent 1. */
    default List<Array> minmaxKeepDims(int... axes) {
        return List.of(minKeepDims(axes), maxKeepDims(axes));
    }

    /** {@link ArgMax} of all elements, row by row. */
    default Array argmax() {
        return ArgMax.of(array().flatten(), 0).squeeze();
    }

    /** {@link ArgMax} along an axis, which goes. */
    default Array argmax(int axis) {
        return ArgMax.of(array(), axis).squeeze(axis);
    }

    /** {@link ArgMax} along an axis, which stays with extent 1. */
    default Array argmaxKeepDims(int axis) {
        return ArgMax.of(array(), axis);
    }

    /** {@link ArgMin} of all elements, row by row. */
    default Array argmin() {
        return ArgMin.of(array().flatten(), 0).squeeze();
    }

    /** {@link ArgMin} along an axis, which goes. */
    default Array argmin(int axis) {
        return ArgMin.of(array(), axis).squeeze(axis);
    }

    /** {@link ArgMin} along an axis, which stays with extent 1. */
    default Array argminKeepDims(int axis) {
        return ArgMin.of(array(), axis);
    }

    /** {@link Softmax} along these axes together, or along all if none is given. */
    default Array softmax(int... axes) {
        return Softmax.of(array(), axes);
    }

    /** How many elements are not 0 along these axes, or all if none is given. */
    default Array countNonzero(int... axes) {
        return array().notEqual(0).sum(axes);
    }

    /** How many elements are not 0; the axes stay with extent 1. */
    default Array countNonzeroKeepDims(int... axes) {
        return array().notEqual(0).sumKeepDims(axes);
    }
}
