package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code x / (1 + |x|)}. */
public final class Softsign extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.softsign(x);
    }
}
