package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

import org.jspecify.annotations.Nullable;

/**
 * Self-attention, attention to a memory, then a feed-forward part, each with a residual connection,
 * a norm and dropout.
 *
 * <p>Shape: {@code [batch, n, dims]} and memory {@code [batch, m, dims]} to the former. Parameters:
 * those of {@code self_attention}, {@code cross_attention}, {@code ln1}, {@code ln2}, {@code ln3},
 * {@code linear1}, {@code linear2}.
 */
public final class TransformerDecoderLayer extends Module {
    private final boolean normFirst;
    private final Child<MultiHeadAttention> selfAttention;
    private final Child<MultiHeadAttention> crossAttention;
    private final ChildLayer ln1;
    private final ChildLayer ln2;
    private final ChildLayer ln3;
    private final ChildLayer linear1;
    private final ChildLayer linear2;
    private final ChildLayer dropout1;
    private final ChildLayer dropout2;
    private final ChildLayer dropout3;
    private final Layer activation;

    public TransformerDecoderLayer(int dims, int heads) {
        this(dims, heads, TransformerOptions.of(dims));
    }

    public TransformerDecoderLayer(int dims, int heads, TransformerOptions options) {
        normFirst = options.normFirst();
        selfAttention = child("self_attention", new MultiHeadAttention(dims, heads));
        crossAttention = child("cross_attention", new MultiHeadAttention(dims, heads));
        ln1 = layer("ln1", new LayerNorm(dims));
        ln2 = layer("ln2", new LayerNorm(dims));
        ln3 = layer("ln3", new LayerNorm(dims));
        linear1 = layer("linear1", new Linear(dims, options.mlpDims()));
        linear2 = layer("linear2", new Linear(options.mlpDims(), dims));
        dropout1 = layer("dropout1", new Dropout(options.dropout()));
        dropout2 = layer("dropout2", new Dropout(options.dropout()));
        dropout3 = layer("dropout3", new Dropout(options.dropout()));
        activation = function("activation", options.activation());
    }

    /** The layer's result; the masks as in {@link MultiHeadAttention#forward}. */
    public Array forward(Array x, Array memory, @Nullable Array mask, @Nullable Array memoryMask) {
        if (normFirst) {
            Array y = x.add(dropout1.forward(attend(ln1.forward(x), mask)));
            y = y.add(dropout2.forward(attendTo(memory, ln2.forward(y), memoryMask)));
            return y.add(feedForward(ln3.forward(y)));
        }
        Array y = ln1.forward(x.add(dropout1.forward(attend(x, mask))));
        y = ln2.forward(y.add(dropout2.forward(attendTo(memory, y, memoryMask))));
        return ln3.forward(y.add(feedForward(y)));
    }

    private Array attend(Array x, @Nullable Array mask) {
        return selfAttention.value().forward(x, x, x, mask);
    }

    private Array attendTo(Array memory, Array x, @Nullable Array mask) {
        return crossAttention.value().forward(x, memory, memory, mask);
    }

    private Array feedForward(Array x) {
        return linear2.forward(dropout3.forward(activation.forward(linear1.forward(x))));
    }
}
