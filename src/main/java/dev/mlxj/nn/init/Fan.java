package dev.mlxj.nn.init;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.Shape;

/** What the deviation of first values is scaled by: how many numbers a unit adds up. */
public enum Fan {
    /** Inputs of a unit: keeps the size of what passes forward. */
    FAN_IN,
    /** Outputs that an input reaches: keeps the size of gradients that pass backward. */
    FAN_OUT;

    /**
     * The number for a weight {@code [out, .., in]}; axes between, of a convolution, count for
     * both.
     */
    double of(Array weight) {
        Shape shape = weight.shape();
        if (shape.rank() < 2) {
            throw new IllegalArgumentException(
                    "init: Glorot and He initializers need at least 2 axes, got the shape "
                            + shape);
        }
        double fan = shape.extent(this == FAN_IN ? -1 : 0);
        for (int axis = 1; axis < shape.rank() - 1; axis++) {
            fan *= shape.extent(axis);
        }
        return fan;
    }

    /** The number of both together. */
    static double sum(Array weight) {
        return FAN_IN.of(weight) + FAN_OUT.of(weight);
    }
}
