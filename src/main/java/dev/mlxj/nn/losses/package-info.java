/**
 * Loss functions: how far predictions are from targets, and what a training makes small.
 *
 * <p>Begin with {@link dev.mlxj.nn.losses.Losses}, whose methods carry the names of {@code
 * mlx.nn.losses} and take its defaults. A loss is one file, a record of its settings: what the
 * short forms leave out is said there, {@code new HuberLoss(0.3, Reduction.MEAN).of(inputs,
 * targets)}. A {@link dev.mlxj.nn.losses.Reduction} says what becomes of the losses of the
 * elements.
 *
 * <p>Uses {@code array}. Gradients come of the array operations; every loss has them.
 */
@NullMarked
package dev.mlxj.nn.losses;

import org.jspecify.annotations.NullMarked;
