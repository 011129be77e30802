package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Module;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * Decoder layers one after another, then a norm.
 *
 * <p>Shape: {@code [batch, n, dims]} and memory {@code [batch, m, dims]} to the former. Parameters:
 * those of {@code layers.N} and {@code ln}.
 */
public final class TransformerDecoder extends Module {
    private final Children<TransformerDecoderLayer> layers;
    private final ChildLayer ln;
    private final boolean checkpoint;

    public TransformerDecoder(int count, int dims, int heads) {
        this(count, dims, heads, TransformerOptions.of(dims));
    }

    public TransformerDecoder(int count, int dims, int heads, TransformerOptions options) {
        layers =
                children(
                        "layers",
                        Stream.generate(() -> new TransformerDecoderLayer(dims, heads, options))
                                .limit(count)
                                .toList());
        ln = layer("ln", new LayerNorm(dims));
        checkpoint = options.checkpoint();
    }

    /** The decoder's result; the masks as in {@link MultiHeadAttention#forward}. */
    public Array forward(Array x, Array memory, @Nullable Array mask, @Nullable Array memoryMask) {
        Array y = x;
        for (TransformerDecoderLayer layer : layers) {
            y =
                    checkpoint
                            ? Checkpointed.call(
                                    layer,
                                    in ->
                                            layer.forward(
                                                    Objects.requireNonNull(in[0]),
                                                    Objects.requireNonNull(in[1]),
                                                    in[2],
                                                    in[3]),
                                    y,
                                    memory,
                                    mask,
                                    memoryMask)
                            : layer.forward(y, memory, mask, memoryMask);
        }
        return ln.forward(y);
    }
}
