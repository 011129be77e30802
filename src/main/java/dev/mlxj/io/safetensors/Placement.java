package dev.mlxj.io.safetensors;

import dev.mlxj.io.TensorSpec;

/**
 * A tensor and its place in the data section.
 *
 * @param begin its first byte, counted from the start of the data section
 */
public record Placement(TensorSpec tensor, long begin) {
    /** One past its last byte. */
    public long end() {
        return Math.addExact(begin, tensor.byteSize());
    }
}
