package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * Whether an element along axes is not 0; false of none. Matches {@code mlx.core.any}.
 *
 * @param axes from the front, ascending
 */
public record Any(List<Integer> axes) implements Reduction {
    /** Along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        Any reduction = new Any(Shapes.axes("any", x, axes));
        return Reduction.of(reduction, AsType.of(x, DType.BOOL), keepDims);
    }

    @Override
    public Pointwise join() {
        return new LogicalOr();
    }

    @Override
    public Reduction along(List<Integer> otherAxes) {
        return new Any(otherAxes);
    }

    @Override
    public int identity() {
        return 0;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
