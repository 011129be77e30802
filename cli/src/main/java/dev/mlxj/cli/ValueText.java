package dev.mlxj.cli;

import dev.mlxj.surgery.Slice;
import dev.mlxj.surgery.Slice.Axis;
import dev.mlxj.tensor.Shape;

import java.io.IOException;
import java.util.List;

/** The values of a tensor, nested in brackets as NumPy prints them. */
final class ValueText {
    /** Where an axis is cut short, this many of its first and last indices are shown. */
    private static final int EDGE = 3;

    /** An element as text. */
    @FunctionalInterface
    interface ElementText {
        /**
         * @param index counted row by row
         */
        String at(long index) throws IOException;
    }

    private final ElementText elements;
    private final List<Axis> axes;
    private final long[] strides;
    private final boolean whole;
    private final Appendable out;

    /**
     * @param whole show every value; if false, long axes are cut short with {@code ...}
     */
    ValueText(ElementText elements, Shape shape, Slice slice, boolean whole, Appendable out) {
        this.elements = elements;
        this.axes = slice.axes();
        this.whole = whole;
        this.out = out;
        this.strides = new long[shape.rank()];
        long stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.extent(axis);
        }
    }

    /** Prints all of it, without a newline at the end. */
    void print() throws IOException {
        print(0, 0, 0);
    }

    /**
     * @param depth how many brackets are open
     */
    private void print(int axis, long index, int depth) throws IOException {
        if (axis == axes.size()) {
            out.append(elements.at(index));
            return;
        }
        Axis taken = axes.get(axis);
        if (!taken.kept()) {
            print(axis + 1, at(axis, index, 0), depth);
            return;
        }
        out.append('[');
        boolean cut = !whole && taken.count() > 2 * EDGE;
        for (long i = 0; i < taken.count(); i++) {
            if (i > 0) {
                separate(axis, depth);
            }
            if (cut && i == EDGE) {
                out.append("...");
                i = taken.count() - EDGE - 1;
            } else {
                print(axis + 1, at(axis, index, i), depth + 1);
            }
        }
        out.append(']');
    }

    private long at(int axis, long index, long i) {
        return index + axes.get(axis).index(i) * strides[axis];
    }

    /** Values follow each other on a line; rows begin lines of their own. */
    private void separate(int axis, int depth) throws IOException {
        if (isInnermost(axis)) {
            out.append(", ");
            return;
        }
        out.append(",\n");
        for (int i = 0; i <= depth; i++) {
            out.append(' ');
        }
    }

    private boolean isInnermost(int axis) {
        for (int inner = axis + 1; inner < axes.size(); inner++) {
            if (axes.get(inner).kept()) {
                return false;
            }
        }
        return true;
    }
}
