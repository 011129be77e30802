package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code x * sigmoid(x)}. */
public final class SiLU extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.silu(x);
    }
}
