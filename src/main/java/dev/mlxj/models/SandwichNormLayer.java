package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

import java.util.function.Supplier;

/**
 * A decoder layer that normalises what its halves are given and what they give: {@code h = x +
 * norm(attention(norm(x)))}, then {@code h + norm(mlp(norm(h)))}. Parameters: {@code self_attn},
 * {@code mlp}, {@code input_layernorm}, {@code post_attention_layernorm}, {@code
 * pre_feedforward_layernorm}, {@code post_feedforward_layernorm}.
 */
final class SandwichNormLayer extends Module implements DecoderLayer {
    private final ChildLayer inputNorm;
    private final Child<SelfAttention> attention;
    private final ChildLayer attendedNorm;
    private final ChildLayer mlpInputNorm;
    private final ChildLayer mlp;
    private final ChildLayer mlpNorm;

    /** A layer of its parts; the norms are made anew. */
    SandwichNormLayer(SelfAttention attention, Layer mlp, Supplier<? extends Layer> norm) {
        inputNorm = layer("input_layernorm", norm.get());
        this.attention = child("self_attn", attention);
        attendedNorm = layer("post_attention_layernorm", norm.get());
        mlpInputNorm = layer("pre_feedforward_layernorm", norm.get());
        this.mlp = layer("mlp", mlp);
        mlpNorm = layer("post_feedforward_layernorm", norm.get());
    }

    @Override
    public Array forward(Array x, AttentionMask mask) {
        Array attended = attention.value().forward(inputNorm.forward(x), mask);
        Array h = x.add(attendedNorm.forward(attended));
        return h.add(mlpNorm.forward(mlp.forward(mlpInputNorm.forward(h))));
    }
}
