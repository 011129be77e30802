/**
 * Measurements, to be run by hand through {@code scripts/bench}: no test runs them. They print
 * ratios to a floor that is measured in the same run, by turns, since times alone depend on the
 * machine and on what else it does.
 */
@NullMarked
package dev.mlxj.bench;

import org.jspecify.annotations.NullMarked;
