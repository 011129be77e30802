/**
 * Nested parameters and their dotted paths, as in {@code mlx.utils}: flatten, unflatten, map,
 * merge.
 *
 * <p>Begin with {@link dev.mlxj.tree.Tree}. Uses nothing; what the leaves are is the caller's
 * business.
 */
@NullMarked
package dev.mlxj.tree;

import org.jspecify.annotations.NullMarked;
