package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code 1.0507 * elu(x, 1.67326)}. */
public final class SELU extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.selu(x);
    }
}
