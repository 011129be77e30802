/**
 * Loops over blocks of numbers: the one place that knows bits.
 *
 * <p>Begin with {@link dev.mlxj.array.kernel.Codec}: a dtype's bytes to a block of its lane, and
 * back. A {@link dev.mlxj.array.kernel.Block} is such numbers of any dtype; {@link
 * dev.mlxj.array.kernel.Cast} changes the dtype of many blocks and counts what that loses. {@link
 * dev.mlxj.array.kernel.Gemm} multiplies matrices, whatever a {@link
 * dev.mlxj.array.kernel.PanelSource} decodes them from, {@link dev.mlxj.array.kernel.QuantizedGemm}
 * packed ones, which {@link dev.mlxj.array.kernel.Quantizer} makes. {@link
 * dev.mlxj.array.kernel.StatisticsKernel} and {@link dev.mlxj.array.kernel.ComparisonKernel} look
 * at tensors in one pass. {@link dev.mlxj.array.kernel.Blocks} shares work between threads so that
 * results do not depend on their number.
 *
 * <p>Loops are plain Java over heap arrays, in methods of their own, small enough that C2
 * vectorises them; bytes go in and out by bulk copies, so that a loop never sees whether memory is
 * mapped or on the heap. The Vector API is for products of matrices alone, in {@code FloatVectors}
 * and {@code DoubleVectors}: it takes half a second to warm up, and gives the bits of the plain
 * loops, which serve until then.
 *
 * <p>Uses {@code tensor}. Shapes, promotion and gradients are not here: they are in {@code array}.
 */
@NullMarked
package dev.mlxj.array.kernel;

import org.jspecify.annotations.NullMarked;
