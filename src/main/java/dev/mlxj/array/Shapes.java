package dev.mlxj.array;

import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Rules on shapes and axes that many operations share, with MLX's messages. */
public final class Shapes {
    private Shapes() {}

    /** As MLX writes shapes in messages: {@code (2,3)}, {@code (4)}, {@code ()}. */
    public static String text(Shape shape) {
        return Arrays.stream(shape.toArray())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "(", ")"));
    }

    /**
     * The shape that arrays of these two have together: axes are aligned at the end, and an extent
     * of 1 stretches. Matches {@code mlx.core.broadcast_shapes}.
     *
     * @throws IllegalArgumentException if two extents differ and none is 1
     */
    public static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        long[] extents = new long[rank];
        for (int axis = 1; axis <= rank; axis++) {
            long x = axis <= a.rank() ? a.extent(-axis) : 1;
            long y = axis <= b.rank() ? b.extent(-axis) : 1;
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException(
                        "[broadcast_shapes] Shapes %s and %s cannot be broadcast."
                                .formatted(text(a), text(b)));
            }
            extents[rank - axis] = x == 1 ? y : x;
        }
        return Shape.of(extents);
    }

    /**
     * The shape that these two have together, as parts of an operation's arguments.
     *
     * @throws IllegalArgumentException which names the operation and the arguments, if they have
     *     none
     */
    public static Shape broadcast(String operation, Shape a, Shape b, Array... arguments) {
        try {
            return broadcast(a, b);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(operation, String.valueOf(e.getMessage()), arguments);
        }
    }

    /**
     * The axis counted from the front.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public static int axis(Shape shape, int axis) {
        if (axis < -shape.rank() || axis >= shape.rank()) {
            throw new IllegalArgumentException(
                    "Invalid axis %d for array with %d dimensions.".formatted(axis, shape.rank()));
        }
        return axis < 0 ? axis + shape.rank() : axis;
    }

    /**
     * The axis of an operation's argument counted from the front.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public static int axis(String operation, Array x, int axis) {
        if (axis < -x.ndim() || axis >= x.ndim()) {
            throw Refusal.of(
                    operation,
                    "Invalid axis %d for array with %d dimensions.".formatted(axis, x.ndim()),
                    x);
        }
        return axis < 0 ? axis + x.ndim() : axis;
    }

    /**
     * The axes of an operation's argument counted from the front, ascending; all of them if none is
     * given.
     *
     * @throws IllegalArgumentException if there is no such axis, or one is given twice
     */
    public static List<Integer> axes(String operation, Array x, int... axes) {
        List<Integer> sorted = new ArrayList<>();
        for (int axis : axes) {
            int found = axis(operation, x, axis);
            if (sorted.contains(found)) {
                throw Refusal.of(operation, "Axis %d is given twice.".formatted(axis), x);
            }
            sorted.add(found);
        }
        Collections.sort(sorted);
        return axes.length == 0 ? axes(x.shape()) : sorted;
    }

    /** The axes counted from the front, ascending, each once; all of them if none is given. */
    public static List<Integer> axes(Shape shape, int... axes) {
        List<Integer> sorted = new ArrayList<>();
        if (axes.length == 0) {
            for (int axis = 0; axis < shape.rank(); axis++) {
                sorted.add(axis);
            }
            return sorted;
        }
        for (int axis : axes) {
            int found = axis(shape, axis);
            if (!sorted.contains(found)) {
                sorted.add(found);
            }
        }
        Collections.sort(sorted);
        return sorted;
    }

    /** The shape with these axes at extent 1. */
    public static Shape keeping(Shape shape, List<Integer> axes) {
        long[] extents = shape.toArray();
        for (int axis : axes) {
            extents[axis] = 1;
        }
        return Shape.of(extents);
    }

    /** The shape without these axes. */
    public static Shape without(Shape shape, List<Integer> axes) {
        long[] extents = new long[shape.rank() - axes.size()];
        int kept = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!axes.contains(axis)) {
                extents[kept++] = shape.extent(axis);
            }
        }
        return Shape.of(extents);
    }

    /** The shape with one more axis in front. */
    public static Shape inFront(long extent, Shape shape) {
        long[] extents = new long[shape.rank() + 1];
        extents[0] = extent;
        System.arraycopy(shape.toArray(), 0, extents, 1, shape.rank());
        return Shape.of(extents);
    }

    /** The shape with the axis at another extent. */
    public static Shape with(Shape shape, int axis, long extent) {
        long[] extents = shape.toArray();
        extents[axis] = extent;
        return Shape.of(extents);
    }

    /**
     * The shape with the extent -1, if there is one, replaced by what is left.
     *
     * @throws IllegalArgumentException if that does not come out even
     */
    public static Shape infer(Shape shape, long... extents) {
        long[] wanted = extents.clone();
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < wanted.length; axis++) {
            if (wanted[axis] != -1) {
                known *= wanted[axis];
            } else if (open >= 0) {
                throw new IllegalArgumentException(
                        "[reshape] Reshape can only infer one dimension.");
            } else {
                open = axis;
            }
        }
        if (open >= 0) {
            if (known == 0) {
                throw new IllegalArgumentException(
                        "[reshape] Cannot infer the shape of an empty array");
            }
            wanted[open] = shape.elements() / known;
            known *= wanted[open];
        }
        if (known != shape.elements()) {
            throw new IllegalArgumentException(
                    "[reshape] Cannot reshape array of size %d into shape %s."
                            .formatted(shape.elements(), text(extents)));
        }
        return Shape.of(wanted);
    }

    private static String text(long... extents) {
        return Arrays.stream(extents)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "(", ")"));
    }
}
