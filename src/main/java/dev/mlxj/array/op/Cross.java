package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/**
 * The vector that is perpendicular to two, along an axis of three elements; of two, where the third
 * is 0, the third element of the result. Matches {@code mlx.core.linalg.cross}.
 */
public final class Cross {
    private Cross() {}

    /**
     * The cross product; the other axes broadcast.
     *
     * @throws IllegalArgumentException if a vector has neither two nor three elements
     */
    public static Array of(Array a, Array b, int axis) {
        List<Array> x = parts(a, Shapes.axis("linalg::cross", a, axis), a, b);
        List<Array> y = parts(b, Shapes.axis("linalg::cross", b, axis), a, b);
        Shape shape =
                Shapes.broadcast("linalg::cross", x.getFirst().shape(), y.getFirst().shape(), a, b);
        List<Array> result = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int next = (i + 1) % 3;
            int last = (i + 2) % 3;
            Array part =
                    x.get(next).multiply(y.get(last)).subtract(x.get(last).multiply(y.get(next)));
            result.add(BroadcastTo.of(part.astype(Promotion.of("cross", a, b)), shape));
        }
        return Concatenate.of(result, axis);
    }

    private static List<Array> parts(Array x, int along, Array a, Array b) {
        long extent = x.shape().extent(along);
        if (extent != 2 && extent != 3) {
            throw Refusal.of("linalg::cross", "A vector must have 2 or 3 elements.", a, b);
        }
        List<Array> parts = new ArrayList<>();
        for (int i = 0; i < extent; i++) {
            parts.add(x.slice(along, i, i + 1L));
        }
        if (extent == 2) {
            parts.add(Array.zerosLike(parts.getFirst()));
        }
        return parts;
    }
}
