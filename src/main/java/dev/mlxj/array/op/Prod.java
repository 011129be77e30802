package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Shapes;

import java.util.List;

/**
 * The product along axes; 1 of no elements. Small integers are multiplied as {@link Sum} adds them.
 * Matches {@code mlx.core.prod}.
 *
 * @param axes from the front, ascending
 */
public record Prod(List<Integer> axes) implements Reduction {
    /** Along these axes, or along all if none is given. */
    public static Array of(Array x, boolean keepDims, int... axes) {
        Prod product = new Prod(Shapes.axes("prod", x, axes));
        return Reduction.of(product, AsType.of(x, Sum.accumulated(x)), keepDims);
    }

    @Override
    public Pointwise join() {
        return new Multiply();
    }

    @Override
    public Reduction along(List<Integer> otherAxes) {
        return new Prod(otherAxes);
    }

    @Override
    public int identity() {
        return 1;
    }

    /** The product of the other factors: of those before times those behind. */
    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        AxesLast last = AxesLast.of(in.getFirst(), axes);
        Array before = CumProd.of(last.rows(), -1, false, false);
        Array behind = CumProd.of(last.rows(), -1, true, false);
        return List.of(last.back(before.multiply(behind)).multiply(cotangent));
    }
}
