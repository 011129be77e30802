package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Linear;

/**
 * {@code down(activation(gate(x)) * up(x))}. Parameters: {@code gate_proj}, {@code up_proj}, {@code
 * down_proj}, or what a family calls them.
 *
 * @see <a href="https://arxiv.org/abs/2002.05202">Shazeer, GLU Variants Improve Transformer</a>
 */
final class GatedMLP extends Module implements Layer {
    private final ChildLayer gate;
    private final ChildLayer up;
    private final ChildLayer down;
    private final Layer activation;

    /** What its projections are called. */
    record Names(String gate, String up, String down) {
        static final Names USUAL = new Names("gate_proj", "up_proj", "down_proj");

        /** The name here of what is usually called so. */
        String of(String usual) {
            return switch (usual) {
                case "gate_proj" -> gate;
                case "up_proj" -> up;
                case "down_proj" -> down;
                default -> usual;
            };
        }
    }

    GatedMLP(Names names, int hiddenSize, int intermediateSize, boolean bias, Layer activation) {
        gate = layer(names.gate, new Linear(hiddenSize, intermediateSize, bias));
        up = layer(names.up, new Linear(hiddenSize, intermediateSize, bias));
        down = layer(names.down, new Linear(intermediateSize, hiddenSize, bias));
        this.activation = activation;
    }

    /** Of another size than its decoder's. */
    GatedMLP(DecoderConfig c, int intermediateSize) {
        this(Names.USUAL, c.hiddenSize(), intermediateSize, false, c.activation());
    }

    /** Of a decoder's own size, without biases. */
    GatedMLP(DecoderConfig c) {
        this(c, c.intermediateSize());
    }

    @Override
    public Array forward(Array x) {
        return down.forward(activation.forward(gate.forward(x)).multiply(up.forward(x)));
    }
}
