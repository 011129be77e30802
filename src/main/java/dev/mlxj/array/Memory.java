package dev.mlxj.array;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;

/**
 * Where results live: on the Java heap, so that an intermediate result goes with the last node that
 * refers to it, and a heap limit is a limit on results too. Weights are not here: they stay mapped.
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
        MemorySegment bytes = MemorySegment.ofArray(new long[(int) words]);
        return new Tensor(dtype, shape, bytes.asSlice(0, size));
    }
}
