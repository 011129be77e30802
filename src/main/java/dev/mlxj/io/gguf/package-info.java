/**
 * GGUF, the format of llama.cpp, as far as MLX reads and writes it without quantisation.
 *
 * <p>Begin with {@link dev.mlxj.io.gguf.GgufFormat}, which reads, and {@link
 * dev.mlxj.io.gguf.GgufLayout}, which writes. What a file says of itself is a {@link
 * dev.mlxj.io.gguf.GgufValue} under each key.
 *
 * <p>Uses {@code tensor} and {@code io}.
 */
@NullMarked
package dev.mlxj.io.gguf;

import org.jspecify.annotations.NullMarked;
