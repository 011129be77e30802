package dev.mlxj.array;

import dev.mlxj.array.op.AddMM;
import dev.mlxj.array.op.BroadcastTo;
import dev.mlxj.array.op.Concatenate;
import dev.mlxj.array.op.Convolution;
import dev.mlxj.array.op.Convolve;
import dev.mlxj.array.op.Einsum;
import dev.mlxj.array.op.GatherMM;
import dev.mlxj.array.op.GatherQmm;
import dev.mlxj.array.op.Meshgrid;
import dev.mlxj.array.op.Stack;
import dev.mlxj.array.op.Where;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Functions of several arrays, none of which comes first, and of a number and an array. They are
 * called on {@link Array}, as {@code Array.where(condition, x, y)}.
 */
public abstract sealed class Functions extends Creation permits Array {
    Functions() {}

    /** {@link Where}. */
    public static Array where(Array condition, Array x, Array y) {
        return Where.of(condition, x, y);
    }

    /** {@link Concatenate} along an axis. */
    public static Array concatenate(List<Array> arrays, int axis) {
        return Concatenate.of(arrays, axis);
    }

    /** {@link Concatenate} of all elements, row by row. */
    public static Array concatenate(List<Array> arrays) {
        return Concatenate.of(arrays.stream().map(Array::flatten).toList(), 0);
    }

    /** {@link #concatenate(List, int)}. */
    public static Array concat(List<Array> arrays, int axis) {
        return concatenate(arrays, axis);
    }

    /** {@link Stack} along a new axis. */
    public static Array stack(List<Array> arrays, int axis) {
        return Stack.of(arrays, axis);
    }

    /** {@code c + a b}, {@link AddMM}. */
    public static Array addmm(Array c, Array a, Array b) {
        return AddMM.of(c, a, b, 1, 1);
    }

    /** {@code beta c + alpha a b}, {@link AddMM}. */
    public static Array addmm(Array c, Array a, Array b, double alpha, double beta) {
        return AddMM.of(c, a, b, alpha, beta);
    }

    /** {@link Einsum}: {@code einsum("ij,jk->ik", a, b)} is the product of matrices. */
    public static Array einsum(String subscripts, Array... operands) {
        return Einsum.of(subscripts, List.of(operands));
    }

    /** The dtype that arrays have together, folded from the left: {@link Promotion}. */
    public static DType resultType(Array... arrays) {
        return Promotion.of(List.of(arrays));
    }

    /** The arrays, each repeated to the shape that they have together. */
    public static List<Array> broadcastArrays(Array... arrays) {
        Shape shape = Shape.SCALAR;
        for (Array array : arrays) {
            shape = Shapes.broadcast("broadcast_arrays", shape, array.shape(), arrays);
        }
        return BroadcastTo.together(List.of(arrays));
    }

    /** The shape that arrays of these shapes have together. */
    public static Shape broadcastShapes(Shape... shapes) {
        Shape together = Shape.SCALAR;
        for (Shape shape : shapes) {
            together = Shapes.broadcast(together, shape);
        }
        return together;
    }

    /** {@link Meshgrid} with the first vector along the second axis. */
    public static List<Array> meshgrid(Array... vectors) {
        return Meshgrid.of(List.of(vectors), false);
    }

    /** {@link Meshgrid} with the first vector along the first axis: {@code indexing="ij"}. */
    public static List<Array> meshgridInMatrixOrder(Array... vectors) {
        return Meshgrid.of(List.of(vectors), true);
    }

    /** {@link GatherMM}: products of the matrices that indices choose; null takes all. */
    public static Array gatherMm(
            Array a, Array b, @Nullable Array lhsIndices, @Nullable Array rhsIndices) {
        return GatherMM.of(a, b, lhsIndices, rhsIndices);
    }

    /**
     * {@link GatherQmm}: products with the transposed of the packed matrices that indices choose.
     */
    public static Array gatherQmm(
            Array x, Quantized w, @Nullable Array lhsIndices, @Nullable Array rhsIndices) {
        return GatherQmm.of(x, w, lhsIndices, rhsIndices, true);
    }

    /** {@link Convolve}: every place where the two vectors overlap. */
    public static Array convolve(Array a, Array v) {
        return Convolve.of(a, v, Convolve.Mode.FULL);
    }

    /** {@link Convolve}. */
    public static Array convolve(Array a, Array v, Convolve.Mode mode) {
        return Convolve.of(a, v, mode);
    }

    /** {@link Convolution} of {@code [batch, length, channels]}, in steps of 1, without padding. */
    public static Array conv1d(Array input, Array weight) {
        return conv1d(input, weight, 1, 0, 1, 1);
    }

    /** {@link Convolution} of {@code [batch, length, channels]}. */
    public static Array conv1d(
            Array input, Array weight, int stride, int padding, int dilation, int groups) {
        return conv(1, input, weight, stride, padding, dilation, groups);
    }

    /** {@link Convolution} of {@code [batch, rows, columns, channels]} in steps of 1. */
    public static Array conv2d(Array input, Array weight) {
        return conv2d(input, weight, 1, 0, 1, 1);
    }

    /** {@link Convolution} of {@code [batch, rows, columns, channels]}, alike on both axes. */
    public static Array conv2d(
            Array input, Array weight, int stride, int padding, int dilation, int groups) {
        return conv(2, input, weight, stride, padding, dilation, groups);
    }

    /**
     * {@link Convolution} of {@code [batch, depth, rows, columns, channels]}, on all axes alike.
     */
    public static Array conv3d(
            Array input, Array weight, int stride, int padding, int dilation, int groups) {
        return conv(3, input, weight, stride, padding, dilation, groups);
    }

    private static Array conv(
            int axes, Array x, Array weight, int stride, int padding, int dilation, int groups) {
        return Convolution.of(
                        Collections.nCopies(axes, stride),
                        Collections.nCopies(axes, padding),
                        Collections.nCopies(axes, dilation),
                        groups)
                .apply(x, weight);
    }

    /** A {@link Convolution} with settings for each axis, dilated inputs, or turned weights. */
    public static Array convGeneral(Array input, Array weight, Convolution convolution) {
        return convolution.apply(input, weight);
    }

    /** {@link Convolution#transposed} of {@code [batch, length, channels]}. */
    public static Array convTranspose1d(
            Array input,
            Array weight,
            int stride,
            int padding,
            int dilation,
            int outputPadding,
            int groups) {
        return transposed(1, input, weight, stride, padding, dilation, outputPadding, groups);
    }

    /** {@link Convolution#transposed} of {@code [batch, rows, columns, channels]}. */
    public static Array convTranspose2d(
            Array input,
            Array weight,
            int stride,
            int padding,
            int dilation,
            int outputPadding,
            int groups) {
        return transposed(2, input, weight, stride, padding, dilation, outputPadding, groups);
    }

    /** {@link Convolution#transposed} of {@code [batch, depth, rows, columns, channels]}. */
    public static Array convTranspose3d(
            Array input,
            Array weight,
            int stride,
            int padding,
            int dilation,
            int outputPadding,
            int groups) {
        return transposed(3, input, weight, stride, padding, dilation, outputPadding, groups);
    }

    private static Array transposed(
            int axes,
            Array input,
            Array weight,
            int stride,
            int padding,
            int dilation,
            int outputPadding,
            int groups) {
        List<Integer> window = new ArrayList<>();
        for (int axis = 1; axis <= axes; axis++) {
            boolean there = axis < weight.ndim();
            window.add(there ? Math.toIntExact(weight.shape().extent(axis)) : 1);
        }
        return Convolution.transposed(
                        Collections.nCopies(axes, stride),
                        Collections.nCopies(axes, padding),
                        Collections.nCopies(axes, dilation),
                        Collections.nCopies(axes, outputPadding),
                        window,
                        groups)
                .apply(input, weight);
    }

    /** {@code number - x}. */
    public static Array subtract(double number, Array x) {
        return Weak.of(x, number).subtract(x);
    }

    /** {@code number - x}. */
    public static Array subtract(long number, Array x) {
        return Weak.of(x, number).subtract(x);
    }

    /** {@code number / x}. */
    public static Array divide(double number, Array x) {
        return Weak.of(x, number).divide(x);
    }

    /** {@code number ^ x}. */
    public static Array power(double number, Array x) {
        return Weak.of(x, number).power(x);
    }

    /** {@code number ^ x}. */
    public static Array power(long number, Array x) {
        return Weak.of(x, number).power(x);
    }
}
