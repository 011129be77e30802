package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code 1} where {@code x >= threshold}, else {@code 0}. */
public final class Step extends Module implements Layer {
    private final double threshold;

    /** With threshold 0. */
    public Step() {
        this(0.0);
    }

    public Step(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public Array forward(Array x) {
        return Activations.step(x, threshold);
    }
}
