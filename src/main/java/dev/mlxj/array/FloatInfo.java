package dev.mlxj.array;

import dev.mlxj.tensor.DType;

/**
 * The numbers of a floating dtype. Matches {@code mlx.core.finfo}.
 *
 * @param min the least finite number
 * @param max the greatest finite number
 * @param eps the distance from 1 to the next number
 * @param smallestNormal the least positive number with all its digits
 */
public record FloatInfo(double min, double max, double eps, double smallestNormal, int bits) {
    /**
     * Of a dtype.
     *
     * @throws IllegalArgumentException if it is not floating
     */
    public static FloatInfo of(DType dtype) {
        if (!dtype.isFloating()) {
            throw new IllegalArgumentException("[finfo] " + dtype + " is not floating");
        }
        double max = Range.greatestFinite(dtype);
        double eps =
                switch (dtype) {
                    case F16 -> 0x1p-10;
                    case BF16 -> 0x1p-7;
                    case F64 -> Math.ulp(1.0);
                    default -> Math.ulp(1f);
                };
        double normal =
                switch (dtype) {
                    case F16 -> 0x1p-14;
                    case F64 -> Double.MIN_NORMAL;
                    default -> Float.MIN_NORMAL;
                };
        return new FloatInfo(-max, max, eps, normal, dtype.bits());
    }
}
