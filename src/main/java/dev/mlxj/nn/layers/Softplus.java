package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code log(1 + exp(x))}. */
public final class Softplus extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.softplus(x);
    }
}
