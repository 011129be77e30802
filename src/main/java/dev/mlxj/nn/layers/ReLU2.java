package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code max(x, 0)^2}. */
public final class ReLU2 extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.relu2(x);
    }
}
