package dev.mlxj.array;

import dev.mlxj.tensor.DType;

import java.math.BigInteger;

/**
 * The numbers of an integer dtype. Matches {@code mlx.core.iinfo}.
 *
 * @param min the least number
 * @param max the greatest number
 */
public record IntegerInfo(BigInteger min, BigInteger max, int bits) {
    /**
     * Of a dtype.
     *
     * @throws IllegalArgumentException if it is no integer; bool is none
     */
    public static IntegerInfo of(DType dtype) {
        if (!dtype.isInteger()) {
            throw new IllegalArgumentException(
                    "[iinfo] " + Promotion.name(dtype) + " is no integer");
        }
        String greatest = Long.toUnsignedString(Range.greatest(dtype));
        return new IntegerInfo(
                BigInteger.valueOf(Range.least(dtype)), new BigInteger(greatest), dtype.bits());
    }
}
