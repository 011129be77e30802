package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Module;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * Encoder layers one after another, then a norm.
 *
 * <p>Shape: {@code [batch, n, dims]} to the same. Parameters: those of {@code layers.N} and {@code
 * ln}.
 */
public final class TransformerEncoder extends Module {
    private final Children<TransformerEncoderLayer> layers;
    private final ChildLayer ln;
    private final boolean checkpoint;

    public TransformerEncoder(int count, int dims, int heads) {
        this(count, dims, heads, TransformerOptions.of(dims));
    }

    public TransformerEncoder(int count, int dims, int heads, TransformerOptions options) {
        layers =
                children(
                        "layers",
                        Stream.generate(() -> new TransformerEncoderLayer(dims, heads, options))
                                .limit(count)
                                .toList());
        ln = layer("ln", new LayerNorm(dims));
        checkpoint = options.checkpoint();
    }

    /** The encoder's result; {@code mask} as in {@link MultiHeadAttention#forward}. */
    public Array forward(Array x, @Nullable Array mask) {
        Array y = x;
        for (TransformerEncoderLayer layer : layers) {
            y =
                    checkpoint
                            ? Checkpointed.call(
                                    layer,
                                    in -> layer.forward(Objects.requireNonNull(in[0]), in[1]),
                                    y,
                                    mask)
                            : layer.forward(y, mask);
        }
        return ln.forward(y);
    }
}
