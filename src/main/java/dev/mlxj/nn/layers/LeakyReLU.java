package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code max(slope * x, x)}. */
public final class LeakyReLU extends Module implements Layer {
    private final double slope;

    /** With slope 0.01. */
    public LeakyReLU() {
        this(0.01);
    }

    public LeakyReLU(double slope) {
        this.slope = slope;
    }

    @Override
    public Array forward(Array x) {
        return Activations.leakyRelu(x, slope);
    }
}
