package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code exp(-x) / sum(exp(-x))} along the last axis. */
public final class Softmin extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.softmin(x);
    }
}
