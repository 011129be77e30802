/**
 * Optimizers: how gradients change parameters, and what is remembered between the steps.
 *
 * <p>Begin with {@link dev.mlxj.optim.Optimizer}, what a training loop calls, and {@link
 * dev.mlxj.optim.SGD}. An optimizer that updates each parameter by itself is a {@link
 * dev.mlxj.optim.ParameterOptimizer}, one a file, with the names, defaults and states of {@code
 * mlx.optimizers}; {@link dev.mlxj.optim.MultiOptimizer} divides the parameters among several. A
 * {@link dev.mlxj.optim.Schedule} gives the learning rate by the step; {@link
 * dev.mlxj.optim.ClipGradNorm} bounds gradients before they are applied.
 *
 * <p>Uses {@code array}, {@code nn} and {@code weights}. Gradients come from {@link
 * dev.mlxj.nn.ValueAndGrad}.
 */
@NullMarked
package dev.mlxj.optim;

import org.jspecify.annotations.NullMarked;
