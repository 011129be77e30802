package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;

import java.util.function.Supplier;

/**
 * Grouped-query attention whose queries and keys are normalised, each head by itself, before they
 * are turned. Parameters: also {@code q_norm}, {@code k_norm}.
 *
 * @see <a href="https://arxiv.org/abs/2010.04245">Henry et al., Query-Key Normalization</a>
 */
final class QKNormAttention extends GroupedQueryAttention {
    private final ChildLayer queryNorm;
    private final ChildLayer keyNorm;

    /**
     * A layer.
     *
     * @param norm makes a norm over the features of a head
     */
    QKNormAttention(DecoderConfig c, Options options, Supplier<? extends Layer> norm) {
        super(c, options);
        queryNorm = layer("q_norm", norm.get());
        keyNorm = layer("k_norm", norm.get());
    }

    @Override
    protected Array queries(Array projected) {
        return queryNorm.forward(split(projected));
    }

    @Override
    protected Array keys(Array projected) {
        return keyNorm.forward(split(projected));
    }
}
