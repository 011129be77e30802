package dev.mlxj.array;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Takes a value piece by piece, in order. */
@FunctionalInterface
public interface BlockConsumer {
    /**
     * The next piece.
     *
     * @param offset of its first byte, counted from the start of the tensor
     * @param block the bytes, in native memory; they are reused once this call returns
     */
    void accept(long offset, MemorySegment block) throws IOException;
}
