package dev.mlxj.array;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;

/**
 * Where results live: on the Java heap, so that an intermediate result goes with the last node that
 * refers to it, and a heap limit is a limit on results too. Weights are not here: they stay mapped.
 *
 * <p>The counters are those of {@code mlx.core}, in bytes. They know of a result's end when the
 * garbage collector has seen it, so they are upper bounds; there is no cache of freed memory beside
 * the heap.
 */
public final class Memory {
    private Memory() {}

    /**
     * A tensor of zeros, its bytes aligned to 8.
     *
     * @throws IllegalArgumentException if it takes 16 GiB or more, which no Java array holds
     */
    public static Tensor allocate(DType dtype, Shape shape) {
        long size = dtype.byteSize(shape.elements());
        long words = Math.ceilDiv(size, (long) Long.BYTES);
        if (words > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "%s %s takes %d bytes, more than one result can hold; stream it instead"
                            .formatted(dtype, shape, size));
        }
        LiveBytes.ALL.makeRoom(words * Long.BYTES);
        long[] memory = new long[(int) words];
        LiveBytes.ALL.add(memory);
        return new Tensor(dtype, shape, MemorySegment.ofArray(memory).asSlice(0, size));
    }

    /** Bytes of results that are not known to be garbage. */
    public static long getActiveMemory() {
        return LiveBytes.ALL.active();
    }

    /** The most that {@link #getActiveMemory} has been since the start, or since the reset. */
    public static long getPeakMemory() {
        return LiveBytes.ALL.peak();
    }

    /**
     * Lets {@link #getPeakMemory} begin anew, at 0; it grows to what is active with the next
     * result.
     */
    public static void resetPeakMemory() {
        LiveBytes.ALL.resetPeak();
    }

    /** The limit that {@link #setMemoryLimit} set; the heap's at first. */
    public static long getMemoryLimit() {
        return LiveBytes.ALL.limit();
    }

    /**
     * A guideline for the memory that results may take. Before a result would exceed it, garbage is
     * collected; what is in use is in use, and only the heap's own limit is never exceeded.
     *
     * @return the limit so far
     */
    public static long setMemoryLimit(long bytes) {
        return LiveBytes.ALL.setLimit(bytes);
    }
}
