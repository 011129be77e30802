package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.array.Fast;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.LayerNorm;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cohere's Command R: attention and MLP side by side behind one norm, rotary embedding of
 * neighbours, scaled logits.
 *
 * @see <a href="https://huggingface.co/CohereLabs/c4ai-command-r-v01">Command R</a>
 */
final class Cohere {
    static final Family FAMILY =
            new CausalFamily("Cohere", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(
                            config.decoder,
                            decoder(config),
                            scores -> scores.multiply(config.logitScale));
                }
            };

    private Cohere() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(
            DecoderConfig decoder,
            RotaryEmbedding rope,
            boolean attentionBias,
            boolean queryKeyNorm,
            double logitScale) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 256_000),
                        Map.entry("hidden_size", 8192),
                        Map.entry("intermediate_size", 22_528),
                        Map.entry("num_hidden_layers", 40),
                        Map.entry("num_attention_heads", 64),
                        Map.entry("max_position_embeddings", 8192),
                        Map.entry("layer_norm_eps", 1e-5),
                        Map.entry("logit_scale", 0.0625),
                        Map.entry("rope_theta", 500_000),
                        Map.entry("tie_word_embeddings", true));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder =
                    DecoderConfig.of(
                            json,
                            "layer_norm_eps",
                            HiddenActivation.of(json, "hidden_act", "silu"));
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim())
                            .with(RotaryEmbedding.Pairing.NEIGHBOURS),
                    json.flag("attention_bias", false),
                    json.flag("use_qk_norm", false),
                    json.number("logit_scale"));
        }

        LayerNorm norm() {
            return new LayerNorm(decoder.hiddenSize(), decoder.normEps(), true, false);
        }
    }

    /** A layer norm of each head with weights of its own, {@code weight [heads, features]}. */
    private static final class HeadNorm extends Module implements Layer {
        private final Parameter weight;
        private final double eps;

        HeadNorm(int heads, int features, double eps) {
            weight = parameter("weight", Array.ones(DType.F32, heads, features));
            this.eps = eps;
        }

        @Override
        public Array forward(Array x) {
            return Fast.layerNorm(x, null, null, eps).multiply(weight.value());
        }
    }

    private static final class Attention extends GroupedQueryAttention {
        private final @Nullable ChildLayer queryNorm;
        private final @Nullable ChildLayer keyNorm;

        Attention(Config c) {
            super(
                    c.decoder,
                    Options.of(c.decoder, c.rope).withBiases(c.attentionBias, c.attentionBias));
            queryNorm = c.queryKeyNorm ? layer("q_norm", norm(c, c.decoder.heads())) : null;
            keyNorm = c.queryKeyNorm ? layer("k_norm", norm(c, c.decoder.kvHeads())) : null;
        }

        private static HeadNorm norm(Config c, int heads) {
            return new HeadNorm(heads, c.decoder.headDim(), c.decoder.normEps());
        }

        @Override
        protected Array queries(Array projected) {
            return queryNorm == null ? projected : queryNorm.forward(split(projected));
        }

        @Override
        protected Array keys(Array projected) {
            return keyNorm == null ? projected : keyNorm.forward(split(projected));
        }
    }

    private static final class Block extends Module implements DecoderLayer {
        private final ChildLayer norm;
        private final Child<Attention> attention;
        private final ChildLayer mlp;

        Block(Config c) {
            norm = layer("input_layernorm", c.norm());
            attention = child("self_attn", new Attention(c));
            mlp = layer("mlp", new GatedMLP(c.decoder));
        }

        @Override
        public Array forward(Array x, AttentionMask mask) {
            Array normal = norm.forward(x);
            return x.add(attention.value().forward(normal, mask)).add(mlp.forward(normal));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            layers.add(new Block(c));
        }
        return new Decoder(c.decoder, layers, c.norm());
    }
}
