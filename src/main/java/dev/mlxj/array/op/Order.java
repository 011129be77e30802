package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Shapes;

import java.util.ArrayList;
import java.util.List;

/** Elements along an axis in another order. Matches {@code mlx.core.flip} and {@code roll}. */
public final class Order {
    private Order() {}

    /** Backwards along these axes, or along all if none is given. */
    public static Array flip(Array x, int... axes) {
        List<Integer> flipped = Shapes.axes("flip", x, axes);
        List<Slice.Range> ranges = new ArrayList<>();
        for (int axis = 0; axis < x.ndim(); axis++) {
            long extent = x.shape().extent(axis);
            ranges.add(
                    flipped.contains(axis)
                            ? new Slice.Range(extent - 1, -1, extent)
                            : Slice.Range.all(extent));
        }
        return Slice.of(x, ranges);
    }

    /** Moved along an axis; what leaves at one end comes in at the other. */
    public static Array roll(Array x, long shift, int axis) {
        int along = Shapes.axis("roll", x, axis);
        long extent = x.shape().extent(along);
        long by = extent == 0 ? 0 : Math.floorMod(shift, extent);
        if (by == 0) {
            return x;
        }
        Array front = Slice.of(x, along, new Slice.Range(extent - by, 1, by));
        Array back = Slice.of(x, along, new Slice.Range(0, 1, extent - by));
        return Concatenate.of(List.of(front, back), along);
    }
}
