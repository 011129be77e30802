package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/** {@code a * sigmoid(b)} of the two halves of an axis. */
public final class GLU extends Module implements Layer {
    private final int axis;

    /** With axis -1, the last. */
    public GLU() {
        this(-1);
    }

    public GLU(int axis) {
        this.axis = axis;
    }

    @Override
    public Array forward(Array x) {
        return Activations.glu(x, axis);
    }
}
