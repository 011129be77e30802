/**
 * What every room talks about: element types, shapes, and tensors as they are stored.
 *
 * <p>Begin with {@link dev.mlxj.tensor.DType}, {@link dev.mlxj.tensor.Shape} and {@link
 * dev.mlxj.tensor.Tensor}. A {@link dev.mlxj.tensor.TensorSource} is a tensor whose bytes are still
 * somewhere else, a file mostly.
 *
 * <p>Uses nothing. Nothing here computes: arithmetic is in {@code array}, file formats are in
 * {@code io}.
 */
@NullMarked
package dev.mlxj.tensor;

import org.jspecify.annotations.NullMarked;
