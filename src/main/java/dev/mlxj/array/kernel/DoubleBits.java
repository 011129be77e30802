package dev.mlxj.array.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Counts over the bit patterns of a block of f64, by carries instead of branches, so that C2
 * vectorises the loops. For one thread.
 */
final class DoubleBits {
    private static final long MAGNITUDE = Long.MAX_VALUE;
    private static final long EXPONENT = 0x7ff0_0000_0000_0000L;
    private static final long LOWEST_EXPONENT_BIT = 1L << 52;
    private static final int SIGN = 63;

    private final long[] bits = new long[Numbers.SIZE];

    /** Takes the numbers that the counts below are of. */
    void load(double[] numbers, int n) {
        MemorySegment.copy(MemorySegment.ofArray(numbers), ValueLayout.JAVA_LONG, 0, bits, 0, n);
    }

    /** How many of the first {@code n} are not zero: the magnitude carries when a bit is set. */
    long countNonZero(int n) {
        long count = 0;
        for (int i = 0; i < n; i++) {
            count += ((bits[i] & MAGNITUDE) + MAGNITUDE) >>> SIGN;
        }
        return count;
    }

    /** How many are NaN or infinite: the exponent carries when all of its bits are set. */
    long countNonFinite(int n) {
        long count = 0;
        for (int i = 0; i < n; i++) {
            count += ((bits[i] & EXPONENT) + LOWEST_EXPONENT_BIT) >>> SIGN;
        }
        return count;
    }

    /** How many have the sign bit set. */
    long countNegative(int n) {
        long count = 0;
        for (int i = 0; i < n; i++) {
            count += bits[i] >>> SIGN;
        }
        return count;
    }
}
