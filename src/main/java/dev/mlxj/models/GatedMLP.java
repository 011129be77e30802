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

    /** Of a decoder's own size, without biases. */
    GatedMLP(DecoderConfig c) {
        this(c, false);
    }

    /** Of a decoder's own size, with three biases or none. */
    GatedMLP(DecoderConfig c, boolean bias) {
        this(c, Names.USUAL, c.intermediateSize(), bias);
    }

    /** Of another size. */
    GatedMLP(DecoderConfig c, int intermediateSize) {
        this(c, Names.USUAL, intermediateSize, false);
    }

    /** With other names. */
    GatedMLP(DecoderConfig c, Names names) {
        this(c, names, c.intermediateSize(), false);
    }

    private GatedMLP(DecoderConfig c, Names names, int intermediateSize, boolean bias) {
        gate = layer(names.gate, new Linear(c.hiddenSize(), intermediateSize, bias));
        up = layer(names.up, new Linear(c.hiddenSize(), intermediateSize, bias));
        down = layer(names.down, new Linear(intermediateSize, c.hiddenSize(), bias));
        activation = c.activation();
    }

    @Override
    public Array forward(Array x) {
        return down.forward(activation.forward(gate.forward(x)).multiply(up.forward(x)));
    }
}
