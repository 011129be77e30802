package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Granite: as Llama, with multipliers for embeddings, scores, residuals and logits.
 *
 * @see <a href="https://arxiv.org/abs/2408.13359">Shen et al., Power Scheduler</a>
 */
final class Granite {
    static final Family FAMILY =
            new CausalFamily("Granite", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(
                            config.decoder,
                            decoder(config),
                            scores -> scores.divide(config.logitsScaling));
                }
            };

    private Granite() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(
            DecoderConfig decoder,
            RotaryEmbedding rope,
            boolean attentionBias,
            boolean mlpBias,
            double embeddingMultiplier,
            double attentionMultiplier,
            double residualMultiplier,
            double logitsScaling) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 32_000),
                        Map.entry("hidden_size", 4096),
                        Map.entry("intermediate_size", 11_008),
                        Map.entry("num_hidden_layers", 32),
                        Map.entry("num_attention_heads", 32),
                        Map.entry("max_position_embeddings", 2048),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder = DecoderConfig.of(json);
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    json.flag("attention_bias", false),
                    json.flag("mlp_bias", false),
                    json.number("embedding_multiplier", 1),
                    json.number("attention_multiplier", 1),
                    json.number("residual_multiplier", 1),
                    json.number("logits_scaling", 1));
        }
    }

    private static SelfAttention attention(Config c) {
        return new GroupedQueryAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, c.rope)
                        .withBiases(c.attentionBias, c.attentionBias)
                        .withScale(c.attentionMultiplier));
    }

    /** A layer that normalises what its halves are given, and scales what they give. */
    private static final class Block extends Module implements DecoderLayer {
        private final ChildLayer inputNorm;
        private final Child<SelfAttention> attention;
        private final ChildLayer attendedNorm;
        private final ChildLayer mlp;
        private final double multiplier;

        Block(Config c) {
            inputNorm = layer("input_layernorm", c.decoder.norm());
            attention = child("self_attn", attention(c));
            attendedNorm = layer("post_attention_layernorm", c.decoder.norm());
            mlp = layer("mlp", new GatedMLP(c.decoder, c.mlpBias));
            multiplier = c.residualMultiplier;
        }

        @Override
        public Array forward(Array x, AttentionMask mask) {
            Array attended = attention.value().forward(inputNorm.forward(x), mask);
            Array h = x.add(attended.multiply(multiplier));
            return h.add(mlp.forward(attendedNorm.forward(h)).multiply(multiplier));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            layers.add(new Block(c));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm(), c.embeddingMultiplier);
    }
}
