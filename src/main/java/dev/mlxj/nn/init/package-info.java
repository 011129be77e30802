/**
 * First values for parameters: the initializers of {@code mlx.nn.init}.
 *
 * <p>Begin with {@link dev.mlxj.nn.init.Init}, whose methods carry MLX's names and make {@link
 * dev.mlxj.nn.init.Initializer}s. The layers draw their first values by themselves; these are for
 * who wants others.
 *
 * <p>Uses {@code array}; the numbers come from {@code array.random}.
 */
@NullMarked
package dev.mlxj.nn.init;

import org.jspecify.annotations.NullMarked;
