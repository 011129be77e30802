package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

import java.util.function.Supplier;

/**
 * A decoder layer that normalises what its halves are given: {@code h = x + attention(norm(x))},
 * then {@code h + mlp(norm(h))}. Parameters: {@code self_attn}, {@code mlp}, {@code
 * input_layernorm}, {@code post_attention_layernorm}.
 */
final class PreNormLayer extends Module implements DecoderLayer {
    private final ChildLayer inputNorm;
    private final Child<SelfAttention> attention;
    private final ChildLayer attendedNorm;
    private final ChildLayer mlp;

    /** A layer of its parts; the norms are made anew. */
    PreNormLayer(SelfAttention attention, Layer mlp, Supplier<? extends Layer> norm) {
        this(attention, "mlp", mlp, norm);
    }

    /** A layer whose second half has a name of its own. */
    PreNormLayer(
            SelfAttention attention, String mlpName, Layer mlp, Supplier<? extends Layer> norm) {
        inputNorm = layer("input_layernorm", norm.get());
        this.attention = child("self_attn", attention);
        attendedNorm = layer("post_attention_layernorm", norm.get());
        this.mlp = layer(mlpName, mlp);
    }

    @Override
    public Array forward(Array x, AttentionMask mask) {
        Array h = x.add(attention.value().forward(inputNorm.forward(x), mask));
        return h.add(mlp.forward(attendedNorm.forward(h)));
    }
}
