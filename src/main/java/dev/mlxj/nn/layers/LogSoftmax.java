package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code log(exp(x) / sum(exp(x)))} along the last axis. */
public final class LogSoftmax extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.logSoftmax(x);
    }
}
