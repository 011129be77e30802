/**
 * Arrays as NumPy stores them: {@code .npy}, and zip archives of such files, {@code .npz}.
 *
 * <p>Begin with {@link dev.mlxj.io.npz.NpyHeader}: the bytes before the elements, which follow as
 * safetensors has them (little endian, row by row). {@link dev.mlxj.io.npz.NpyFormat} and {@link
 * dev.mlxj.io.npz.NpzFormat} read what others wrote too: numbers in big endian, columns first,
 * compressed. {@link dev.mlxj.io.npz.NpyWriter} and {@link dev.mlxj.io.npz.NpzWriter} write, to the
 * byte as NumPy does.
 *
 * <p>Uses {@code tensor} and {@code io}.
 */
@NullMarked
package dev.mlxj.io.npz;

import org.jspecify.annotations.NullMarked;
