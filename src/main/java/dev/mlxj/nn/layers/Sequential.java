package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

import java.util.List;

/**
 * Layers one after another, each called with what the one before it gave.
 *
 * <p>Parameters: those of {@code layers.0}, {@code layers.1}, ..
 */
public final class Sequential extends Module implements Layer {
    private final Children<Layer> layers;

    /** These layers; plain functions may be among them. */
    public Sequential(Layer... layers) {
        this.layers = children("layers", List.of(layers));
    }

    /** The layers: a live list. */
    public Children<Layer> layers() {
        return layers;
    }

    @Override
    public Array forward(Array x) {
        Array y = x;
        for (Layer layer : layers) {
            y = layer.forward(y);
        }
        return y;
    }
}
