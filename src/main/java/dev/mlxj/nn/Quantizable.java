package dev.mlxj.nn;

import dev.mlxj.tensor.Quantization;

/** A layer for which there is another that holds its weight in a few bits an element. */
public interface Quantizable {
    /**
     * The quantised layer. Its packed weight is frozen; what is not quantised, such as a bias,
     * trains.
     *
     * @throws IllegalArgumentException if the weight does not divide into groups
     */
    Module toQuantized(Quantization how);
}
