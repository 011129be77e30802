package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;

/**
 * The mean square distance from the mean along axes; integers become F32, of complex numbers it is
 * F32. Matches {@code mlx.core.var}.
 */
public final class Var {
    private Var() {}

    /**
     * Along these axes, or along all if none is given.
     *
     * @param ddof taken away from the number of elements before the sum is divided by it
     */
    public static Array of(Array x, boolean keepDims, int ddof, int... axes) {
        Array real = AsType.of(x, Promotion.inexact("var", x));
        Array distances = real.subtract(Mean.of(real, true, axes));
        distances = (real.dtype() == DType.C64 ? distances.abs() : distances).square();
        Array sum = Sum.of(distances, keepDims, axes);
        return sum.multiply(1.0 / (Mean.count(x, Shapes.axes("var", x, axes)) - ddof));
    }
}
