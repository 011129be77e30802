/**
 * The layers of the library, one a file, with the parameter names, shapes and first values of
 * {@code mlx.nn}.
 *
 * <p>Begin with {@link dev.mlxj.nn.layers.Linear}. {@link dev.mlxj.nn.layers.Activations} are the
 * functions without parameters. A layer with one input is a {@link dev.mlxj.nn.Layer}; the others
 * have a {@code forward} of their own.
 *
 * <p>Uses {@code array}. Whole architectures belong to {@code models}.
 */
@NullMarked
package dev.mlxj.nn.layers;

import org.jspecify.annotations.NullMarked;
