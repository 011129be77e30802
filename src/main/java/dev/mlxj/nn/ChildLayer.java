package dev.mlxj.nn;

import dev.mlxj.array.Array;

/** The place of a layer in a module, callable as the layer that lies in it now. */
public final class ChildLayer implements Layer {
    private final Child<Layer> child;

    ChildLayer(Child<Layer> child) {
        this.child = child;
    }

    /** Whether there is a layer here. */
    public boolean isPresent() {
        return child.isPresent();
    }

    /** The layer itself. */
    public Layer value() {
        return child.value();
    }

    /** Puts another layer here, which must be a module. */
    public void set(Layer layer) {
        child.set(layer);
    }

    @Override
    public Array forward(Array x) {
        return child.value().forward(x);
    }

    @Override
    public String toString() {
        return child.toString();
    }
}
