package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.Module;

import org.jspecify.annotations.Nullable;

/**
 * An encoder and a decoder that attends to its result.
 *
 * <p>Shape: source {@code [batch, m, dims]} and target {@code [batch, n, dims]} to the latter.
 * Parameters: those of {@code encoder} and {@code decoder}.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al., Attention Is All You Need</a>
 */
public final class Transformer extends Module {
    private final Child<TransformerEncoder> encoder;
    private final Child<TransformerDecoder> decoder;

    /** The size of the paper: 512 features, 8 heads, 6 layers each. */
    public Transformer() {
        this(512, 8, 6, 6, TransformerOptions.of(512));
    }

    public Transformer(
            int dims, int heads, int encoders, int decoders, TransformerOptions options) {
        this(
                new TransformerEncoder(encoders, dims, heads, options),
                new TransformerDecoder(decoders, dims, heads, options));
    }

    /** A transformer of parts that were made otherwise. */
    public Transformer(TransformerEncoder encoder, TransformerDecoder decoder) {
        this.encoder = child("encoder", encoder);
        this.decoder = child("decoder", decoder);
    }

    /** The decoder's result; the masks as in {@link MultiHeadAttention#forward}. */
    public Array forward(
            Array source,
            Array target,
            @Nullable Array sourceMask,
            @Nullable Array targetMask,
            @Nullable Array memoryMask) {
        Array memory = encoder.value().forward(source, sourceMask);
        return decoder.value().forward(target, memory, targetMask, memoryMask);
    }
}
