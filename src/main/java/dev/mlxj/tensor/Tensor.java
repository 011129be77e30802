package dev.mlxj.tensor;

import java.lang.foreign.MemorySegment;

/**
 * A dtype, a shape and the bytes: little endian, row by row, possibly unaligned.
 *
 * @param bytes exactly {@code dtype.byteSize(shape.elements())} of them; whoever owns their arena
 *     keeps it open
 */
public record Tensor(DType dtype, Shape shape, MemorySegment bytes) {
    public Tensor {
        long expected = dtype.byteSize(shape.elements());
        if (bytes.byteSize() != expected) {
            throw new IllegalArgumentException(
                    "%s %s takes %,d bytes, got %,d"
                            .formatted(dtype, shape, expected, bytes.byteSize()));
        }
    }
}
