package dev.mlxj.surgery;

import dev.mlxj.tensor.Shape;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a tensor, written as in NumPy: {@code 0}, {@code 2:5, :, -1}, {@code [::2, ..., 0]}.
 *
 * @param axes one for each axis of the tensor
 */
public record Slice(List<Axis> axes) {

    /**
     * The indices {@code start, start + step, ...} of one axis.
     *
     * @param kept false where a single index was given, which takes the axis away
     */
    public record Axis(long start, long step, long count, boolean kept) {
        /** The index that is taken as the {@code i}th. */
        public long index(long i) {
            return start + i * step;
        }
    }

    public Slice {
        axes = List.copyOf(axes);
    }

    /** All of a tensor. */
    public static Slice all(Shape shape) {
        List<Axis> axes = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            axes.add(new Axis(0, 1, shape.extent(axis), true));
        }
        return new Slice(axes);
    }

    /**
     * Reads {@code text} for a tensor of that shape. Axes that are left out at the end are taken
     * whole.
     *
     * @throws IllegalArgumentException if it is no slice, has too many parts, or an index is
     *     outside
     */
    public static Slice parse(String text, Shape shape) {
        String inner = text.strip();
        if (inner.startsWith("[") && inner.endsWith("]")) {
            inner = inner.substring(1, inner.length() - 1).strip();
        }
        List<String> parts = new ArrayList<>();
        if (!inner.isEmpty()) {
            for (String part : inner.split(",", -1)) {
                parts.add(part.strip());
            }
        }
        expandEllipsis(parts, shape);
        if (parts.size() > shape.rank()) {
            throw new IllegalArgumentException(
                    "slice '%s' has %d parts, shape %s has %d axes"
                            .formatted(text, parts.size(), shape, shape.rank()));
        }
        List<Axis> axes = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            String part = axis < parts.size() ? parts.get(axis) : ":";
            axes.add(axis(part, shape.extent(axis), axis));
        }
        return new Slice(axes);
    }

    private static void expandEllipsis(List<String> parts, Shape shape) {
        int at = parts.indexOf("...");
        if (at >= 0) {
            parts.remove(at);
            while (parts.size() < shape.rank()) {
                parts.add(at, ":");
            }
        }
    }

    private static Axis axis(String part, long extent, int axis) {
        String[] bounds = part.split(":", -1);
        if (bounds.length == 1) {
            long index = number(part, part);
            if (index < -extent || index >= extent) {
                throw new IllegalArgumentException(
                        "slice: index %d is outside axis %d of %d".formatted(index, axis, extent));
            }
            return new Axis(index < 0 ? index + extent : index, 1, 1, false);
        }
        long step = bounds.length == 3 && !bounds[2].isBlank() ? number(bounds[2], part) : 1;
        if (bounds.length > 3 || step == 0 || step == Long.MIN_VALUE) {
            throw new IllegalArgumentException(
                    "slice: '%s' is not START:STOP:STEP".formatted(part));
        }
        long first = step > 0 ? 0 : extent - 1;
        long end = step > 0 ? extent : -1;
        long start = bounds[0].isBlank() ? first : clamp(number(bounds[0], part), extent, step);
        long stop = bounds[1].isBlank() ? end : clamp(number(bounds[1], part), extent, step);
        long span = step > 0 ? stop - start : start - stop;
        long count = span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
        return new Axis(start, step, count, true);
    }

    /** A bound as Python counts it: from the end when negative, and never beyond either end. */
    private static long clamp(long bound, long extent, long step) {
        long counted = bound < 0 ? bound + extent : bound;
        return step > 0 ? Math.clamp(counted, 0L, extent) : Math.clamp(counted, -1L, extent - 1);
    }

    private static long number(String text, String part) {
        try {
            BigInteger number = new BigInteger(text.strip());
            long limit = Long.MAX_VALUE / 2;
            return number.bitLength() < 63 ? number.longValue() : number.signum() * limit;
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "slice: '%s' is not a number or a range".formatted(part));
        }
    }

    /** The shape of what is taken. */
    public Shape shape() {
        return Shape.of(axes.stream().filter(Axis::kept).mapToLong(Axis::count).toArray());
    }
}
