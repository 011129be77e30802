package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

import java.util.List;

/**
 * The greatest element along axes; NaN if one is NaN. Equal ones share the gradient. Matches {@code
 * mlx.core.max}.
 *
 * @param axes from the front, ascending
 */
public record Max(List<Integer> axes) implements Reduction {
    /** Along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        List<Integer> reduced = Shapes.axes("max", x, axes);
        for (int axis : reduced) {
            if (x.shape().extent(axis) == 0) {
                throw Refusal.of(
                        "max", "Cannot max reduce over axis %d with size 0.".formatted(axis), x);
            }
        }
        return Reduction.of(new Max(reduced), x, keepDims);
    }

    @Override
    public Pointwise join() {
        return new Maximum();
    }

    @Override
    public Reduction along(List<Integer> otherAxes) {
        return new Max(otherAxes);
    }

    @Override
    public int identity() {
        return 0;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array chosen = in.getFirst().equal(out).astype(cotangent.dtype());
        return List.of(chosen.multiply(cotangent.divide(Sum.keeping(chosen, axes))));
    }
}
