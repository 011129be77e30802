/**
 * The lazy graph: arrays, how they are evaluated, and their gradients.
 *
 * <p>Begin with {@link dev.mlxj.array.Array}. Its methods stand in families ({@link
 * dev.mlxj.array.Elementwise}, {@link dev.mlxj.array.Arithmetic}, ..), one line an operation; the
 * operation itself is one file of {@code op}, a {@link dev.mlxj.array.Primitive}. What makes arrays
 * from numbers is in {@link dev.mlxj.array.Creation}, what takes several in {@link
 * dev.mlxj.array.Functions}; both are called on {@code Array}. What is wrong with arguments is said
 * by a {@link dev.mlxj.array.Refusal} when the graph is built. {@code Evaluation} computes nodes,
 * {@code Streaming} gives a value block by block, and both run chains of {@link
 * dev.mlxj.array.Pointwise} primitives as a {@code Program}. {@link dev.mlxj.array.Promotion} has
 * the dtype rules, {@link dev.mlxj.array.Shapes} those of shapes.
 *
 * <p>Functions of functions are in {@link dev.mlxj.array.Grad} and {@link dev.mlxj.array.Vmap};
 * what MLX keeps in modules of their own in {@link dev.mlxj.array.Fast}, {@link
 * dev.mlxj.array.Linalg} and {@code array.random}. {@link dev.mlxj.array.Memory} holds results and
 * counts them. Which name of MLX is which name here says {@code docs/parity.md}.
 *
 * <p>Uses {@code array.kernel} and {@code tensor}. No file is read here: bytes that are still in a
 * file come through a {@link dev.mlxj.tensor.TensorSource}.
 */
@NullMarked
package dev.mlxj.array;

import org.jspecify.annotations.NullMarked;
