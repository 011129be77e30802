package dev.mlxj.array;

import dev.mlxj.tensor.DType;

/**
 * Plain numbers beside an array. They are weak: a boolean never changes the array's dtype, an
 * integer only bool's (to I32), a real number only integers' and bool's (to F32). An array of no
 * axes is not weak.
 */
public final class Weak {
    private Weak() {}

    /** The number as an array of no axes, in the dtype that it takes beside {@code array}. */
    public static Array of(Array array, double number) {
        return Makers.full(Promotion.inexact("scalar", array), number);
    }

    /**
     * The number as an array of no axes, in the dtype that it takes beside {@code array}.
     *
     * @throws IllegalArgumentException if an integer dtype does not hold it
     */
    public static Array of(Array array, long number) {
        DType dtype = Promotion.withInteger(Promotion.of("scalar", array));
        if (dtype.isInteger() && !fits(dtype, number)) {
            throw new IllegalArgumentException(
                    "Converting %d to %s would result in overflow."
                            .formatted(number, Promotion.name(dtype)));
        }
        return Makers.full(dtype, number);
    }

    /** The truth value as an array of no axes, in the dtype of {@code array}. */
    public static Array of(Array array, boolean value) {
        return Makers.full(array.dtype(), value ? 1L : 0L);
    }

    private static boolean fits(DType dtype, long number) {
        if (dtype == DType.U64) {
            return number >= 0;
        }
        return number >= Range.least(dtype) && number <= Range.greatest(dtype);
    }
}
