package dev.mlxj.nn;

import dev.mlxj.array.Array;

/**
 * A function of one array. Most layers are a {@link Module} that is one; a plain function ({@code
 * Activations::relu}) is one too.
 */
@FunctionalInterface
public interface Layer {
    Array forward(Array x);
}
