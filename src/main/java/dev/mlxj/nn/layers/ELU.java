package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code x} where it is positive, else {@code alpha * (exp(x) - 1)}. */
public final class ELU extends Module implements Layer {
    private final double alpha;

    /** With alpha 1. */
    public ELU() {
        this(1.0);
    }

    public ELU(double alpha) {
        this.alpha = alpha;
    }

    @Override
    public Array forward(Array x) {
        return Activations.elu(x, alpha);
    }
}
