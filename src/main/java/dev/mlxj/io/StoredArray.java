package dev.mlxj.io;

import dev.mlxj.tensor.TensorSource;

/**
 * An array of a file, which may lie there in another order than that of tensors.
 *
 * @param source the tensor; where {@code columnsFirst}, that of the transposed array
 * @param columnsFirst whether the array is the transpose of the source: all axes in reverse order
 */
public record StoredArray(TensorSource source, boolean columnsFirst) {}
