/**
 * Loops over blocks of numbers: the one place that knows bits.
 *
 * <p>Begin with {@link dev.mlxj.array.kernel.Codec}: a dtype's bytes to a block of its lane, and
 * back. {@link dev.mlxj.array.kernel.Cast} converts any dtype to any other. {@link
 * dev.mlxj.array.kernel.Blocks} shares work between threads so that results do not depend on their
 * number.
 *
 * <p>Loops are plain Java over heap arrays, in methods of their own, small enough that C2
 * vectorises them; bytes go in and out by bulk copies, so that a loop never sees whether memory is
 * mapped or on the heap.
 *
 * <p>Uses {@code tensor}. Shapes, promotion and gradients are not here: they are in {@code array}.
 */
@NullMarked
package dev.mlxj.array.kernel;

import org.jspecify.annotations.NullMarked;
