package dev.mlxj.io;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.nio.file.Path;

/**
 * One tensor as a checkpoint lists it. No tensor byte has been read.
 *
 * @param file the file that holds the bytes
 * @param position first byte of the tensor, counted from the start of the file
 * @param byteSize bytes of the tensor; what dtype and shape say, so 0 for an empty one
 */
public record Entry(
        String name, DType dtype, Shape shape, Path file, long position, long byteSize) {
    public Entry {
        long expected = dtype.byteSize(shape.elements());
        if (byteSize != expected) {
            throw new IllegalArgumentException(
                    "tensor "
                            + Names.quote(name)
                            + ": "
                            + dtype
                            + " "
                            + shape
                            + " takes "
                            + expected
                            + " bytes, got "
                            + byteSize);
        }
        if (position < 0) {
            throw new IllegalArgumentException(
                    "tensor " + Names.quote(name) + ": negative position " + position);
        }
    }

    /** One past the last byte, counted from the start of the file. */
    public long end() {
        return position + byteSize;
    }
}
