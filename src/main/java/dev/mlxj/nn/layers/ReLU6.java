package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code min(max(x, 0), 6)}. */
public final class ReLU6 extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.relu6(x);
    }
}
