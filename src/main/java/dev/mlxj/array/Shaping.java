package dev.mlxj.array;

import dev.mlxj.array.op.AsStrided;
import dev.mlxj.array.op.Axes;
import dev.mlxj.array.op.BroadcastTo;
import dev.mlxj.array.op.Order;
import dev.mlxj.array.op.Repeat;
import dev.mlxj.array.op.Reshape;
import dev.mlxj.array.op.Rows;
import dev.mlxj.array.op.Split;
import dev.mlxj.array.op.Transpose;
import dev.mlxj.tensor.Shape;

import java.util.List;

/** The same elements in another shape or order. */
public sealed interface Shaping extends Operand permits Array {
    /** {@link Reshape The elements under another shape}; one extent may be -1. */
    default Array reshape(long... extents) {
        return Reshape.of(array(), extents);
    }

    /** {@link Transpose The axes in this order}; reversed if none is given. */
    default Array transpose(int... axes) {
        return Transpose.of(array(), axes);
    }

    /** {@link Transpose The axes in this order}: {@link #transpose}. */
    default Array permuteDims(int... axes) {
        return transpose(axes);
    }

    /** {@link Transpose All axes reversed}. */
    default Array T() {
        return Transpose.of(array());
    }

    /** The last two axes exchanged. */
    default Array mT() {
        return Axes.matrixTranspose(array());
    }

    /** The last two axes exchanged: {@link #mT}. */
    default Array matrixTranspose() {
        return mT();
    }

    /** Two axes exchanged. */
    default Array swapaxes(int axis1, int axis2) {
        return Axes.swapAxes(array(), axis1, axis2);
    }

    /** An axis moved, the others in their order. */
    default Array moveaxis(int source, int destination) {
        return Rows.moved(array(), source, destination);
    }

    /** {@link BroadcastTo The array repeated} along axes of extent 1. */
    default Array broadcastTo(long... extents) {
        return BroadcastTo.of(array(), Shape.of(extents));
    }

    /** All axes joined into one. */
    default Array flatten() {
        return Reshape.of(array(), -1);
    }

    /** The axes from one to another, both included, joined into one. */
    default Array flatten(int startAxis, int endAxis) {
        return Axes.flatten(array(), startAxis, endAxis);
    }

    /** An axis taken apart; one extent may be -1. */
    default Array unflatten(int axis, long... extents) {
        return Axes.unflatten(array(), axis, extents);
    }

    /** New axes of extent 1, where they stand in the result. */
    default Array expandDims(int... axes) {
        return Axes.expandDims(array(), axes);
    }

    /** Without these axes of extent 1, or without all such. */
    default Array squeeze(int... axes) {
        return Axes.squeeze(array(), axes);
    }

    /** At least one axis. */
    default Array atleast1d() {
        return array().ndim() >= 1 ? array() : reshape(1);
    }

    /** At least two axes, new ones in front. */
    default Array atleast2d() {
        return Axes.atLeast2d(array());
    }

    /** At least three axes. */
    default Array atleast3d() {
        return Axes.atLeast3d(array());
    }

    /** The elements along an axis backwards, or along all axes. */
    default Array flip(int... axes) {
        return Order.flip(array(), axes);
    }

    /** The elements moved along an axis; those that leave come in at the other end. */
    default Array roll(long shift, int axis) {
        return Order.roll(array(), shift, axis);
    }

    /** The elements moved along several axes, each by its own shift. */
    default Array roll(long[] shifts, int[] axes) {
        Array rolled = array();
        for (int i = 0; i < axes.length; i++) {
            rolled = rolled.roll(shifts[i], axes[i]);
        }
        return rolled;
    }

    /** All elements, row by row, moved; those that leave come in at the other end. */
    default Array roll(long shift) {
        return Order.roll(flatten(), shift, 0).reshape(array().shape().toArray());
    }

    /**
     * {@link AsStrided}: the elements, row by row, seen through strides; element {@code (i, j)} is
     * element {@code offset + i * strides[0] + j * strides[1]}.
     */
    default Array asStrided(Shape shape, long[] strides, long offset) {
        return AsStrided.of(array(), shape, strides, offset);
    }

    /** Each element along an axis so many times. */
    default Array repeat(int repeats, int axis) {
        return Repeat.repeat(array(), repeats, axis);
    }

    /** Each element, row by row, so many times. */
    default Array repeat(int repeats) {
        return Repeat.repeat(flatten(), repeats, 0);
    }

    /** The whole array so many times along each axis; aligned at the last. */
    default Array tile(int... reps) {
        return Repeat.tile(array(), reps);
    }

    /** Parts of equal size along an axis. */
    default List<Array> split(int sections, int axis) {
        return Split.split(array(), sections, axis);
    }

    /** Parts along an axis that begin at 0 and at these positions. */
    default List<Array> splitAt(long[] positions, int axis) {
        return Split.splitAt(array(), positions, axis);
    }

    /** The slices along an axis, without it. */
    default List<Array> unstack(int axis) {
        return Split.unstack(array(), axis);
    }
}
