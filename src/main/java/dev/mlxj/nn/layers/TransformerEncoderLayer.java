package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

import org.jspecify.annotations.Nullable;

/**
 * Self-attention, then a feed-forward part, each with a residual connection, a norm and dropout.
 *
 * <p>Shape: {@code [batch, n, dims]} to the same. Parameters: those of {@code attention}, {@code
 * ln1}, {@code ln2}, {@code linear1}, {@code linear2}.
 */
public final class TransformerEncoderLayer extends Module {
    private final boolean normFirst;
    private final Child<MultiHeadAttention> attention;
    private final ChildLayer ln1;
    private final ChildLayer ln2;
    private final ChildLayer linear1;
    private final ChildLayer linear2;
    private final ChildLayer dropout1;
    private final ChildLayer dropout2;
    private final Layer activation;

    public TransformerEncoderLayer(int dims, int heads) {
        this(dims, heads, TransformerOptions.of(dims));
    }

    public TransformerEncoderLayer(int dims, int heads, TransformerOptions options) {
        normFirst = options.normFirst();
        attention = child("attention", new MultiHeadAttention(dims, heads));
        ln1 = layer("ln1", new LayerNorm(dims));
        ln2 = layer("ln2", new LayerNorm(dims));
        linear1 = layer("linear1", new Linear(dims, options.mlpDims()));
        linear2 = layer("linear2", new Linear(options.mlpDims(), dims));
        dropout1 = layer("dropout1", new Dropout(options.dropout()));
        dropout2 = layer("dropout2", new Dropout(options.dropout()));
        activation = function("activation", options.activation());
    }

    /** The layer's result; {@code mask} as in {@link MultiHeadAttention#forward}. */
    public Array forward(Array x, @Nullable Array mask) {
        if (normFirst) {
            Array y = x.add(dropout1.forward(attend(ln1.forward(x), mask)));
            return y.add(feedForward(ln2.forward(y)));
        }
        Array y = ln1.forward(x.add(dropout1.forward(attend(x, mask))));
        return ln2.forward(y.add(feedForward(y)));
    }

    private Array attend(Array x, @Nullable Array mask) {
        return attention.value().forward(x, x, x, mask);
    }

    private Array feedForward(Array x) {
        return linear2.forward(dropout2.forward(activation.forward(linear1.forward(x))));
    }
}
