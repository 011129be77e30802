package dev.mlxj.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A tensor whose bytes are still somewhere else: in a file, mostly. There are two ways to them.
 * {@link #read} copies a piece by position, for work in constant memory; {@link #map} makes all of
 * them addressable, for work that needs them where they lie.
 */
public interface TensorSource {
    DType dtype();

    Shape shape();

    /** Bytes of the whole tensor. */
    default long byteSize() {
        return dtype().byteSize(shape().elements());
    }

    /**
     * Fills {@code target} with the tensor's bytes from {@code offset} on.
     *
     * @param offset first byte wanted, counted from the start of the tensor
     * @throws IOException if they cannot be read, or the file changed since it was opened
     */
    void read(long offset, MemorySegment target) throws IOException;

    /** The whole tensor, its bytes alive as long as {@code arena} is. */
    Tensor map(Arena arena) throws IOException;
}
