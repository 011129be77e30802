package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Indices that stand for positions along one axis, one for each element of the result; the other
 * axes are aligned. Matches {@code mlx.core.take_along_axis} and {@code put_along_axis}.
 */
public final class AlongAxis {
    private AlongAxis() {}

    /** {@code out[.., i, ..] = x[.., indices[.., i, ..], ..]}. */
    public static Array take(Array x, Array indices, int axis) {
        return Gather.of(aligned(x, indices, axis), grid(x, indices, axis));
    }

    /** {@code x} with {@code x[.., indices[.., i, ..], ..]} replaced by, or joined with, values. */
    public static Array put(Scatter.Mode mode, Array x, Array indices, Array values, int axis) {
        List<Array> grid = grid(x, indices, axis);
        return Scatter.of(mode, x, values, grid);
    }

    private static Array aligned(Array x, Array indices, int axis) {
        requireRank(x, indices, axis);
        long[] extents = x.shape().toArray();
        int along = Shapes.axis("take_along_axis", x, axis);
        for (int i = 0; i < extents.length; i++) {
            if (i != along && extents[i] == 1) {
                extents[i] = indices.shape().extent(i);
            }
        }
        return BroadcastTo.of(x, Shape.of(extents));
    }

    /**
     * Index arrays for all axes: the given one, and the element's own position along the others.
     */
    private static List<Array> grid(Array x, Array indices, int axis) {
        requireRank(x, indices, axis);
        int along = Shapes.axis("take_along_axis", x, axis);
        List<Array> grid = new ArrayList<>();
        for (int i = 0; i < x.ndim(); i++) {
            if (i == along) {
                grid.add(indices);
                continue;
            }
            long extent = Math.max(x.shape().extent(i), indices.shape().extent(i));
            long[] extents = new long[x.ndim()];
            Arrays.fill(extents, 1);
            extents[i] = extent;
            grid.add(Reshape.of(Array.arange(DType.I64, extent), Shape.of(extents)));
        }
        return grid;
    }

    private static void requireRank(Array x, Array indices, int axis) {
        Shapes.axis("take_along_axis", x, axis);
        if (x.ndim() != indices.ndim()) {
            throw Refusal.of(
                    "take_along_axis",
                    "Indices of dimension %d does not match array of dimension %d."
                            .formatted(indices.ndim(), x.ndim()),
                    x,
                    indices);
        }
    }
}
