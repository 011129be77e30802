package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code x * min(max(x + 3, 0), 6) / 6}. */
public final class Hardswish extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.hardswish(x);
    }
}
