package dev.mlxj.array;

import dev.mlxj.array.op.AlongAxis;
import dev.mlxj.array.op.Diagonal;
import dev.mlxj.array.op.DynamicSlice;
import dev.mlxj.array.op.Pad;
import dev.mlxj.array.op.Scatter;
import dev.mlxj.array.op.Selection;
import dev.mlxj.array.op.Slice;
import dev.mlxj.array.op.Take;
import dev.mlxj.array.op.Triangle;
import dev.mlxj.tensor.DType;

import java.util.List;

/** Parts of an array, and arrays with parts replaced. */
public sealed interface Indexing extends Operand permits Array {
    /** What these indices select; further axes are whole. As {@code a[..]} in Python. */
    default Array get(Index... indices) {
        return Selection.of(array(), indices).read();
    }

    /**
     * A new array in which what these indices select is replaced. As {@code a[..] = value} in
     * Python; a single array of bool is a mask along the leading axes, and takes a number or as
     * many values as it selects.
     */
    default Array set(Array value, Index... indices) {
        if (indices.length == 1
                && indices[0] instanceof Index.Chosen(Array mask)
                && mask.dtype() == DType.BOOL) {
            return Selection.writeWhere(array(), mask, value);
        }
        return Selection.of(array(), indices).write(Scatter.Mode.SET, value);
    }

    /**
     * A new array in which what these indices select is joined with values, repeated indices one
     * after the other. As {@code a.at[..].add(value)} and its kin.
     */
    default Array at(Scatter.Mode mode, Array value, Index... indices) {
        return Selection.of(array(), indices).write(mode, value);
    }

    /** The positions {@code [from, to)} of an axis. */
    default Array slice(int axis, long from, long to) {
        int along = Shapes.axis("slice", array(), axis);
        long extent = array().shape().extent(along);
        return Slice.of(array(), along, Slice.Range.of(extent, from, to, 1));
    }

    /** {@link DynamicSlice}: a part that begins where {@code start} says. */
    default Array slice(Array start, int[] axes, long... extents) {
        return DynamicSlice.of(array(), start, axes, extents);
    }

    /**
     * {@link DynamicSlice#update}: a new array with a part replaced that begins at {@code start}.
     */
    default Array sliceUpdate(Array update, Array start, int... axes) {
        return DynamicSlice.update(array(), update, start, axes);
    }

    /** {@link Take} along an axis. */
    default Array take(Array indices, int axis) {
        return Take.of(array(), indices, axis);
    }

    /** {@link Take} of all elements, row by row. */
    default Array take(Array indices) {
        return Take.of(array().flatten(), indices, 0);
    }

    /** {@link AlongAxis#take}. */
    default Array takeAlongAxis(Array indices, int axis) {
        return AlongAxis.take(array(), indices, axis);
    }

    /** {@link AlongAxis#put} in the place of what is there. */
    default Array putAlongAxis(Array indices, Array values, int axis) {
        return AlongAxis.put(Scatter.Mode.SET, array(), indices, values, axis);
    }

    /** {@link AlongAxis#put} added to what is there. */
    default Array scatterAddAlongAxis(Array indices, Array values, int axis) {
        return AlongAxis.put(Scatter.Mode.ADD, array(), indices, values, axis);
    }

    /** {@link Pad}: so many elements of 0 before and behind each axis. */
    default Array pad(int before, int behind) {
        return Pad.of(
                array(),
                Pad.Mode.CONSTANT,
                Array.scalar(0),
                Pad.everywhere(array(), before, behind));
    }

    /**
     * {@link Pad}.
     *
     * @param value what CONSTANT adds, in the dtype of the array
     * @param widths one for each axis
     */
    default Array pad(Pad.Mode mode, Array value, Pad.Width... widths) {
        return Pad.of(array(), mode, value, List.of(widths));
    }

    /** {@link Diagonal} of the first two axes. */
    default Array diagonal(int offset) {
        return Diagonal.of(array(), offset, 0, 1);
    }

    /** {@link Diagonal} of two axes. */
    default Array diagonal(int offset, int axis1, int axis2) {
        return Diagonal.of(array(), offset, axis1, axis2);
    }

    /** {@link Diagonal#matrix The diagonal} of a matrix, or the matrix of a diagonal. */
    default Array diag(int k) {
        return Diagonal.matrix(array(), k);
    }

    /** The sum of the {@link Diagonal} of two axes. */
    default Array trace(int offset, int axis1, int axis2) {
        return Diagonal.of(array(), offset, axis1, axis2).sum(-1);
    }

    /** The sum of the {@link Diagonal} of the first two axes. */
    default Array trace() {
        return Diagonal.of(array(), 0, 0, 1).sum(-1);
    }

    /** {@link Triangle#lower}: 0 above the k-th diagonal. */
    default Array tril(int k) {
        return Triangle.lower(array(), k);
    }

    /** {@link Triangle#upper}: 0 below the k-th diagonal. */
    default Array triu(int k) {
        return Triangle.upper(array(), k);
    }
}
