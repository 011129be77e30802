package dev.mlxj.array.random;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

/** {@code low + (high - low) * u} for u uniform in [0, 1), which are random bits over 2^32. */
final class Uniform {
    /** The F32 numbers that come before -1 and 1 on the way to 0. */
    private static final double BELOW_ONE = Math.nextDown(1.0f);

    private Uniform() {}

    static Array of(Array key, DType dtype, Array low, Array high, Shape shape) {
        double greatest = greatest(dtype);
        Array from = low.astype(dtype);
        Array range = high.astype(dtype).subtract(from);
        requireShape("uniform", shape, range.shape());
        Array unit =
                RandomBits.of(key, shape)
                        .astype(DType.F32)
                        .multiply(0x1p-32)
                        .minimum(greatest)
                        .astype(dtype);
        return range.multiply(unit).add(from);
    }

    /** F32, in (-1, 1). */
    static Array symmetric(Array key, Shape shape) {
        return of(key, DType.F32, Array.scalar(-BELOW_ONE), Array.scalar(1.0), shape);
    }

    /** The greatest number of the dtype below 1: rounding to the dtype must not reach 1. */
    private static double greatest(DType dtype) {
        return switch (dtype) {
            case F32 -> BELOW_ONE;
            case F16 -> 0x1.ffcp-1;
            case BF16 -> 0x1.fep-1;
            default ->
                    throw new IllegalArgumentException(
                            "[uniform] Random numbers are float16, bfloat16 or float32, not "
                                    + Promotion.name(dtype));
        };
    }

    /**
     * @throws IllegalArgumentException if parameters of this shape do not broadcast to the result
     */
    static void requireShape(String name, Shape shape, Shape parameters) {
        if (!Shapes.broadcast(shape, parameters).equals(shape)) {
            throw new IllegalArgumentException(
                    "[%s] Parameters of shape %s do not broadcast to the shape %s"
                            .formatted(name, parameters, shape));
        }
    }
}
