/**
 * The operations on arrays, one a file: shape rule, dtype rule, loops and gradient.
 *
 * <p>Begin with a short one: {@link dev.mlxj.array.op.Add}, {@link dev.mlxj.array.op.Sum}, {@link
 * dev.mlxj.array.op.Transpose}. An operation belongs to a family, which gives the loop around its
 * loops: {@link dev.mlxj.array.op.Unary}, {@link dev.mlxj.array.op.Binary}, {@link
 * dev.mlxj.array.op.Reduction}, {@link dev.mlxj.array.op.Rearrangement}. To add one, write its
 * file, and one line in the interface of its family of methods, such as {@link
 * dev.mlxj.array.Elementwise}; the test of samples then names what it lacks: a line in {@code
 * Samples}, on which gradients, {@code vmap} and refusals are tried.
 *
 * <p>Uses {@code array} and {@code array.kernel}.
 */
@NullMarked
package dev.mlxj.array.op;

import org.jspecify.annotations.NullMarked;
