/**
 * Random arrays from keys, number for number those of {@code mlx.core.random}.
 *
 * <p>Begin with {@link dev.mlxj.array.random.Random}, whose methods carry MLX's names. A key gives
 * bits ({@code RandomBits}, by the hash {@code Threefry}), bits give uniform numbers ({@code
 * Uniform}), and these the other distributions. Where no key is given, the thread's {@code
 * KeySequence} gives one, when the call is made and not when its result is computed.
 *
 * <p>Uses {@code array}. First values of parameters belong to {@code nn.init}.
 */
@NullMarked
package dev.mlxj.array.random;

import org.jspecify.annotations.NullMarked;
