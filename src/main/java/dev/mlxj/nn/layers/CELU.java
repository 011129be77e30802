package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code max(x, 0) + alpha * (exp(min(x, 0) / alpha) - 1)}. */
public final class CELU extends Module implements Layer {
    private final double alpha;

    /** With alpha 1. */
    public CELU() {
        this(1.0);
    }

    public CELU(double alpha) {
        this.alpha = alpha;
    }

    @Override
    public Array forward(Array x) {
        return Activations.celu(x, alpha);
    }
}
