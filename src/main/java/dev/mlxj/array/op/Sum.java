package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * The sum along axes; 0 of no elements. Small integers and bool are summed as I32, U8 and U16 as
 * U32, unless there are no axes; floats keep their dtype, and F16 and BF16 are added up in F32.
 * Matches {@code mlx.core.sum}.
 *
 * @param axes from the front, ascending
 */
public record Sum(List<Integer> axes) implements Reduction {
    /** The sum along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        Sum sum = new Sum(Shapes.axes("sum", x, axes));
        return Reduction.of(sum, AsType.of(x, accumulated(x)), keepDims);
    }

    /** The sum along these axes, in the dtype of {@code x}, keeping the axes at extent 1. */
    static Array keeping(Array x, List<Integer> axes) {
        return axes.isEmpty() ? x : Array.of(new Sum(axes), x);
    }

    /** The dtype in which sums and products of an array are made; its own if it has no axes. */
    static DType accumulated(Array x) {
        DType dtype = x.dtype();
        if (x.ndim() == 0) {
            return dtype;
        }
        return switch (dtype) {
            case BOOL, I8, I16 -> DType.I32;
            case U8, U16 -> DType.U32;
            default -> dtype;
        };
    }

    @Override
    public Pointwise join() {
        return new Add();
    }

    @Override
    public Reduction along(List<Integer> otherAxes) {
        return new Sum(otherAxes);
    }

    @Override
    public int identity() {
        return 0;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(BroadcastTo.of(cotangent, in.getFirst().shape()));
    }
}
