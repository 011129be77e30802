package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code tanh(x)}. */
public final class Tanh extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.tanh(x);
    }
}
