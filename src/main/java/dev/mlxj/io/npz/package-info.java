/**
 * Arrays as NumPy stores them: {@code .npy}.
 *
 * <p>Begin with {@link dev.mlxj.io.npz.NpyHeader}: the bytes before the elements, which follow as
 * safetensors has them (little endian, row by row).
 *
 * <p>Uses {@code tensor}.
 */
@NullMarked
package dev.mlxj.io.npz;

import org.jspecify.annotations.NullMarked;
