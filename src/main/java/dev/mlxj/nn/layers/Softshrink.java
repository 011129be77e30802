package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code x - sign(x) * lambda} where {@code |x| > lambda}, else {@code 0}. */
public final class Softshrink extends Module implements Layer {
    private final double lambda;

    /** With lambda 0.5. */
    public Softshrink() {
        this(0.5);
    }

    public Softshrink(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Array forward(Array x) {
        return Activations.softshrink(x, lambda);
    }
}
