package dev.mlxj.io;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

/**
 * A tensor that is going to be written: all that a header says of it, before there are any bytes.
 *
 * @param name any text, the empty one too
 * @param shape the elements fill whole bytes, also where an element takes 4 or 6 bits
 */
public record TensorSpec(String name, DType dtype, Shape shape) {
    public TensorSpec {
        long unused = dtype.byteSize(shape.elements());
    }

    /** Bytes of the tensor. */
    public long byteSize() {
        return dtype.byteSize(shape.elements());
    }
}
