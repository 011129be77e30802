package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;

/** Differences of neighbours; of bool, whether they differ. Matches {@code mlx.core.diff}. */
public final class Diff {
    private Diff() {}

    /**
     * Along an axis, n times; each time the axis loses an element, until none is left.
     *
     * @throws IllegalArgumentException if n is negative or there is no such axis
     */
    public static Array of(Array x, int n, int axis) {
        if (n < 0) {
            throw Refusal.of("diff", "Order `n` must be non-negative, got %d.".formatted(n), x);
        }
        int along = Shapes.axis("diff", x, axis);
        Array left = x;
        for (int i = 0; i < n; i++) {
            long extent = left.shape().extent(along);
            Array next = left.slice(along, 1, extent);
            Array previous = left.slice(along, 0, Math.max(0, extent - 1));
            left = x.dtype() == DType.BOOL ? next.notEqual(previous) : next.subtract(previous);
        }
        return left;
    }
}
