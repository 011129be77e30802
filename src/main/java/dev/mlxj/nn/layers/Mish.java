package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code x * tanh(softplus(x))}. */
public final class Mish extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.mish(x);
    }
}
