package dev.mlxj.io.npz;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Memory for tensors that cannot be used where they lie: on the heap, whose limit holds it. */
final class UnpackedBytes {
    private UnpackedBytes() {}

    static MemorySegment allocate(long size) throws IOException {
        long words = Math.ceilDiv(size, (long) Long.BYTES);
        if (words > Integer.MAX_VALUE - 8) {
            throw new IOException("an array of " + size + " bytes does not fit the heap unpacked");
        }
        return MemorySegment.ofArray(new long[(int) words]).asSlice(0, size);
    }
}
