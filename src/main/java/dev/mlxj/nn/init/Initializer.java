package dev.mlxj.nn.init;

import dev.mlxj.array.Array;

import java.util.function.UnaryOperator;

/**
 * Makes first values for an array. To be called with the array, or given to {@link
 * dev.mlxj.nn.Module#apply}.
 */
@FunctionalInterface
public interface Initializer extends UnaryOperator<Array> {
    /**
     * New values.
     *
     * @param like of which the shape alone counts
     * @throws IllegalArgumentException if the initializer has no values of that shape
     */
    @Override
    Array apply(Array like);
}
