package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * Whether every element along axes is not 0; true of none. Matches {@code mlx.core.all}.
 *
 * @param axes from the front, ascending
 */
public record All(List<Integer> axes) implements Reduction {
    /** Along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        All reduction = new All(Shapes.axes("all", x, axes));
        return Reduction.of(reduction, AsType.of(x, DType.BOOL), keepDims);
    }

    @Override
    public Pointwise join() {
        return new LogicalAnd();
    }

    @Override
    public Reduction along(List<Integer> otherAxes) {
        return new All(otherAxes);
    }

    @Override
    public int identity() {
        return 1;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
