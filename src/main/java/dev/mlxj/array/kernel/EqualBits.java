package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;

/**
 * Counts the elements of two tensors of one dtype that have the same bits. Several elements share a
 * word; where they differ, a carry that stays inside each element sets its top bit. For one thread.
 */
final class EqualBits {
    private static final int WORD = Long.SIZE;

    private final long[] a = new long[Numbers.SIZE];
    private final long[] b = new long[Numbers.SIZE];

    /**
     * @param first the first element to compare; those of sub-byte dtypes begin at a whole byte
     * @param n how many, at most {@link Numbers#ELEMENTS}
     */
    long count(DType dtype, MemorySegment bytesA, MemorySegment bytesB, long first, int n) {
        long from = first * dtype.bits() / 8;
        long to = from + (long) n * dtype.bits() / 8;
        if (MemorySegment.mismatch(bytesA, from, to, bytesB, from, to) < 0) {
            return n;
        }
        int words = (int) Math.ceilDiv(to - from, (long) Long.BYTES);
        // The last word may be cut short; what is beyond the end is zero in both, so equal.
        a[words - 1] = 0;
        b[words - 1] = 0;
        MemorySegment.copy(bytesA, from, MemorySegment.ofArray(a), 0, to - from);
        MemorySegment.copy(bytesB, from, MemorySegment.ofArray(b), 0, to - from);
        return n - countDifferent(words, top(dtype.bits()));
    }

    /** A word with the top bit of each element set. */
    private static long top(int bits) {
        long top = 0;
        for (int at = bits - 1; at < WORD; at += bits) {
            top |= 1L << at;
        }
        return top;
    }

    private long countDifferent(int words, long top) {
        long rest = ~top;
        long count = 0;
        for (int i = 0; i < words; i++) {
            long different = a[i] ^ b[i];
            count += Long.bitCount((((different & rest) + rest) | different) & top);
        }
        return count;
    }
}
