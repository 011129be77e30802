package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code 1 / (1 + exp(-x))}. */
public final class Sigmoid extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.sigmoid(x);
    }
}
