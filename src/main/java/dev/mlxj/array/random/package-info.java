/**
 * Random arrays from keys, number for number those of {@code mlx.core.random}.
 *
 * <p>Begin with {@link dev.mlxj.array.random.Random}. Uses {@code array}.
 */
@NullMarked
package dev.mlxj.array.random;

import org.jspecify.annotations.NullMarked;
