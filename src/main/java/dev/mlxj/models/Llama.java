package dev.mlxj.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Llama: layers that normalise what they are given, grouped-query attention with rotary embedding,
 * a gated MLP.
 *
 * @see <a href="https://arxiv.org/abs/2302.13971">Touvron et al., LLaMA</a>
 */
final class Llama {
    static final Family FAMILY =
            new CausalFamily("Llama", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }
            };

    private Llama() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(
            DecoderConfig decoder, RotaryEmbedding rope, boolean attentionBias, boolean mlpBias) {

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
                    json.flag("mlp_bias", false));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            layers.add(
                    new PreNormLayer(
                            attention(c), new GatedMLP(c.decoder, c.mlpBias), c.decoder::norm));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }

    private static SelfAttention attention(Config c) {
        return new GroupedQueryAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, c.rope)
                        .withBiases(c.attentionBias, c.attentionBias));
    }
}
