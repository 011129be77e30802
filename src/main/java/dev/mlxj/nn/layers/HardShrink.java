package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code x} where {@code |x| > lambda}, else {@code 0}. */
public final class HardShrink extends Module implements Layer {
    private final double lambda;

    /** With lambda 0.5. */
    public HardShrink() {
        this(0.5);
    }

    public HardShrink(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Array forward(Array x) {
        return Activations.hardShrink(x, lambda);
    }
}
