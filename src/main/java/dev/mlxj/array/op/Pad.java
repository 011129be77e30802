package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/** Elements added before and behind each axis. Matches {@code mlx.core.pad}. */
public final class Pad {
    /** Where the added elements come from. */
    public enum Mode {
        /** One number. */
        CONSTANT,
        /** The element at the end. */
        EDGE,
        /** The axis mirrored at its last element, which is not repeated. */
        REFLECT,
        /** The axis mirrored behind its last element. */
        SYMMETRIC
    }

    /** How many elements are added to an axis. */
    public record Width(int before, int behind) {}

    private Pad() {}

    /** The same width on every axis. */
    public static List<Width> everywhere(Array x, int before, int behind) {
        List<Width> widths = new ArrayList<>();
        for (int axis = 0; axis < x.ndim(); axis++) {
            widths.add(new Width(before, behind));
        }
        return widths;
    }

    /**
     * The padded array.
     *
     * @param value what CONSTANT adds, in the dtype of x
     * @param widths one for each axis
     */
    public static Array of(Array x, Mode mode, Array value, List<Width> widths) {
        if (widths.size() != x.ndim()) {
            throw Refusal.of(
                    "pad",
                    "Number of pad widths %d does not match the %d axes of the array."
                            .formatted(widths.size(), x.ndim()),
                    x);
        }
        if (mode == Mode.CONSTANT) {
            return constant(x, value, widths);
        }
        Array padded = x;
        for (int axis = 0; axis < x.ndim(); axis++) {
            padded = mirrored(padded, mode, axis, widths.get(axis));
        }
        return padded;
    }

    private static Array constant(Array x, Array value, List<Width> widths) {
        long[] extents = x.shape().toArray();
        List<Slice.Range> place = new ArrayList<>();
        for (int axis = 0; axis < extents.length; axis++) {
            Width width = widths.get(axis);
            place.add(new Slice.Range(width.before(), 1, extents[axis]));
            extents[axis] += width.before() + width.behind();
        }
        Array background = BroadcastTo.of(AsType.of(value, x.dtype()), Shape.of(extents));
        return SliceUpdate.of(background, x, place);
    }

    private static Array mirrored(Array x, Mode mode, int axis, Width width) {
        long extent = x.shape().extent(axis);
        List<Array> parts = new ArrayList<>();
        if (width.before() > 0) {
            parts.add(added(x, mode, axis, width.before(), 0, extent));
        }
        parts.add(x);
        if (width.behind() > 0) {
            parts.add(added(x, mode, axis, width.behind(), extent - 1, extent));
        }
        return Concatenate.of(parts, axis);
    }

    private static Array added(Array x, Mode mode, int axis, int n, long end, long extent) {
        long skip = mode == Mode.REFLECT ? 1 : 0;
        if (extent == 0) {
            throw Refusal.of("pad", "Axis %d has no element to repeat.".formatted(axis), x);
        }
        if (mode == Mode.EDGE) {
            Array edge = Slice.of(x, axis, new Slice.Range(end, 1, 1));
            return BroadcastTo.of(edge, Shapes.with(x.shape(), axis, n));
        }
        if (n + skip > extent) {
            throw Refusal.of(
                    "pad",
                    "A width of %d is more than axis %d of extent %d can mirror."
                            .formatted(n, axis, extent),
                    x);
        }
        long start = end == 0 ? n - 1 + skip : extent - 1 - skip;
        return Slice.of(x, axis, new Slice.Range(start, -1, n));
    }
}
