package dev.mlxj.array.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The extremes and the zeros of a block of F32, taken from the bits in one loop that C2 vectorises
 * (the maximum of a block takes 0.2 ns a float, and 0.03 of its bits). For one thread.
 */
final class FloatBits {
    private static final int GREATEST_FINITE = 0x7f7f_ffff;

    private final int[] bits = new int[Codec.BLOCK];
    private int lowest;
    private int highest;
    private int zeros;

    /** Looks at the first {@code n} numbers. */
    void load(float[] numbers, int n) {
        MemorySegment.copy(
                MemorySegment.ofArray(numbers), ValueLayout.JAVA_INT_UNALIGNED, 0, bits, 0, n);
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        int zero = 0;
        for (int i = 0; i < n; i++) {
            int key = ordered(bits[i]);
            low = Math.min(low, key);
            high = Math.max(high, key);
            zero += ((bits[i] & Integer.MAX_VALUE) - 1) >>> 31;
        }
        lowest = low;
        highest = high;
        zeros = zero;
    }

    /**
     * A number that is in the order of integers where the floats are: NaN beyond the infinities, -0
     * before 0. It is its own inverse.
     */
    private static int ordered(int bits) {
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    boolean allFinite() {
        return highest <= GREATEST_FINITE && lowest >= ~GREATEST_FINITE;
    }

    /** The least number, if all are finite and there is one. */
    float min() {
        return Float.intBitsToFloat(ordered(lowest));
    }

    /** The greatest number, if all are finite and there is one. */
    float max() {
        return Float.intBitsToFloat(ordered(highest));
    }

    /** How many are zero, of either sign. */
    int zeros() {
        return zeros;
    }
}
