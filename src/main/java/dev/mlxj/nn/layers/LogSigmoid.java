package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code log(sigmoid(x))}. */
public final class LogSigmoid extends Module implements Layer {
    @Override
    public Array forward(Array x) {
        return Activations.logSigmoid(x);
    }
}
