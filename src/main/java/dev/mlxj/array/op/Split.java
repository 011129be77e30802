package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts of an array along an axis, as views. Matches {@code mlx.core.split} and {@code unstack}.
 */
public final class Split {
    private Split() {}

    /** Parts of equal size. */
    public static List<Array> split(Array x, int sections, int axis) {
        int along = Shapes.axis("split", x, axis);
        long extent = x.shape().extent(along);
        if (sections <= 0 || extent % sections != 0) {
            throw Refusal.of(
                    "split",
                    "Array split does not result in sub arrays with equal size: attempting %d splits along axis %d for shape %s."
                            .formatted(sections, along, Shapes.text(x.shape())),
                    x);
        }
        long[] positions = new long[sections - 1];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (i + 1) * (extent / sections);
        }
        return splitAt(x, positions, along);
    }

    /** Parts that begin at 0 and at these positions. */
    public static List<Array> splitAt(Array x, long[] positions, int axis) {
        int along = Shapes.axis("split", x, axis);
        long extent = x.shape().extent(along);
        List<Array> parts = new ArrayList<>();
        long start = 0;
        for (int i = 0; i <= positions.length; i++) {
            long end = i < positions.length ? positions[i] : extent;
            parts.add(Slice.of(x, along, Slice.Range.of(extent, start, end, 1)));
            start = end;
        }
        return parts;
    }

    /** The slices along an axis, without it. */
    public static List<Array> unstack(Array x, int axis) {
        int along = Shapes.axis("unstack", x, axis);
        List<Array> slices = new ArrayList<>();
        for (long i = 0; i < x.shape().extent(along); i++) {
            Array slice = Slice.of(x, along, new Slice.Range(i, 1, 1));
            slices.add(Axes.squeeze(slice, along));
        }
        return slices;
    }
}
