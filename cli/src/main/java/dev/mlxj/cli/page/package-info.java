/**
 * Reports as pages for a browser: one file each, with style and script inside, that loads nothing.
 * A page is complete without its script, which only searches and unfolds.
 *
 * <p>Begin with {@code Page}. What a page shows comes from {@code surgery}; nothing is computed
 * here.
 */
@NullMarked
package dev.mlxj.cli.page;

import org.jspecify.annotations.NullMarked;
