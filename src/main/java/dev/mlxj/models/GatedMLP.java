package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Linear;

/**
 * {@code down(activation(gate(x)) * up(x))}. Parameters: {@code gate_proj}, {@code up_proj}, {@code
 * down_proj}.
 *
 * @see <a href="https://arxiv.org/abs/2002.05202">Shazeer, GLU Variants Improve Transformer</a>
 */
final class GatedMLP extends Module implements Layer {
    private final ChildLayer gate;
    private final ChildLayer up;
    private final ChildLayer down;
    private final Layer activation;

    GatedMLP(int hiddenSize, int intermediateSize, boolean bias, Layer activation) {
        gate = layer("gate_proj", new Linear(hiddenSize, intermediateSize, bias));
        up = layer("up_proj", new Linear(hiddenSize, intermediateSize, bias));
        down = layer("down_proj", new Linear(intermediateSize, hiddenSize, bias));
        this.activation = activation;
    }

    /** Of a decoder's own size, without biases. */
    GatedMLP(DecoderConfig c) {
        this(c.hiddenSize(), c.intermediateSize(), false, c.activation());
    }

    @Override
    public Array forward(Array x) {
        return down.forward(activation.forward(gate.forward(x)).multiply(up.forward(x)));
    }
}
