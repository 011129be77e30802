/**
 * The safetensors format: a length, a JSON header, the bytes of the tensors.
 *
 * <p>Reading begins with {@link dev.mlxj.io.safetensors.SafetensorsFormat} for one file and {@link
 * dev.mlxj.io.safetensors.ShardIndex} for the index of a sharded model. The header has a strict
 * parser of its own, which refuses what the reference implementation (the Rust crate {@code
 * safetensors} 0.8.0) refuses; the index is plain JSON and is read with Jackson.
 *
 * <p>Uses {@code io} and {@code tensor}.
 */
@NullMarked
package dev.mlxj.io.safetensors;

import org.jspecify.annotations.NullMarked;
