package dev.mlxj.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A tensor that is written: what a header says of it, and its bytes.
 *
 * @param bytes may be asked several times, and gives the same each time
 */
public record TensorContent(TensorSpec spec, Bytes bytes) {
    /** The bytes of a tensor, from the first to the last, in blocks. */
    @FunctionalInterface
    public interface Bytes {
        void stream(Sink sink) throws IOException;
    }

    /** Takes a block that begins {@code at} bytes from the start of the tensor. */
    @FunctionalInterface
    public interface Sink {
        void accept(long at, MemorySegment block) throws IOException;
    }
}
