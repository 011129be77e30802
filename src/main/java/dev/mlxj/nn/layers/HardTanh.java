package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code min(max(x, -1), 1)}. */
public final class HardTanh extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.hardTanh(x);
    }
}
