package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code max(x, 0)}. */
public final class ReLU extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.relu(x);
    }
}
