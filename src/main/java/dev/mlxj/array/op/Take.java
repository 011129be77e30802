package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

import java.util.ArrayList;
import java.util.List;

/** Slices along an axis in the order that indices give. Matches {@code mlx.core.take}. */
public final class Take {
    private Take() {}

    /** The axes of the indices stand in the place of the axis. */
    public static Array of(Array x, Array indices, int axis) {
        int along = Shapes.axis("take", x, axis);
        if (x.shape().extent(along) == 0 && indices.size() > 0) {
            throw Refusal.of("take", "Cannot do a non-empty take from an empty axis.", x, indices);
        }
        Array gathered = Gather.of(Rows.moved(x, along, 0), List.of(indices));
        List<Integer> order = new ArrayList<>();
        int given = indices.ndim();
        for (int i = 0; i < along; i++) {
            order.add(given + i);
        }
        for (int i = 0; i < given; i++) {
            order.add(i);
        }
        for (int i = given + along; i < gathered.ndim(); i++) {
            order.add(i);
        }
        return Transpose.of(gathered, order);
    }
}
