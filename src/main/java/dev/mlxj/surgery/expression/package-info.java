/**
 * A small language for what becomes of a parameter: {@code where(isnan(x), 0, clip(x, -1, 1) *
 * 0.5)}. Numbers, names, Python's operators with Python's precedence, and calls of MLX's
 * operations.
 *
 * <p>Begin with {@link dev.mlxj.surgery.expression.Expression}. {@code Functions} is the list of
 * what may be called. Nothing is computed here: an expression makes a node of the lazy graph.
 *
 * <p>Uses {@code array}.
 */
@NullMarked
package dev.mlxj.surgery.expression;

import org.jspecify.annotations.NullMarked;
