package dev.mlxj.surgery;

import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether two tensors have the same bytes. */
final class Bytes {
    private Bytes() {}

    /** As the other {@code equal}, with scratch of its own. */
    static boolean equal(TensorSource a, TensorSource b, long memory) throws IOException {
        AtomicBoolean equal = new AtomicBoolean();
        Reading.run(List.of((first, second) -> equal.set(equal(a, b, first, second))), memory);
        return equal.get();
    }

    /**
     * Compares as many bytes as both tensors have; stops at the first difference.
     *
     * @param first scratch
     * @param second scratch of the same size
     */
    static boolean equal(TensorSource a, TensorSource b, MemorySegment first, MemorySegment second)
            throws IOException {
        long size = a.byteSize();
        if (size != b.byteSize()) {
            return false;
        }
        for (long from = 0; from < size; from += first.byteSize()) {
            long n = Math.min(first.byteSize(), size - from);
            MemorySegment pieceA = first.asSlice(0, n);
            MemorySegment pieceB = second.asSlice(0, n);
            a.read(from, pieceA);
            b.read(from, pieceB);
            if (pieceA.mismatch(pieceB) >= 0) {
                return false;
            }
        }
        return true;
    }
}
