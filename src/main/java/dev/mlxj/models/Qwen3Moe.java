package dev.mlxj.models;

import dev.mlxj.nn.Layer;
import dev.mlxj.nn.layers.RMSNorm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Qwen 3 with experts: some or all MLPs are mixtures.
 *
 * @see <a href="https://arxiv.org/abs/2505.09388">Yang et al., Qwen3</a>
 */
final class Qwen3Moe {
    static final Family FAMILY =
            new CausalFamily("Qwen3Moe", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }

                @Override
                public void sanitize(StoredWeights weights, ModelConfig config) throws IOException {
                    super.sanitize(weights, config);
                    ExpertStacks.unstack(weights, GatedMLP.Names.USUAL);
                }
            };

    private Qwen3Moe() {}

    /**
     * The values of {@code config.json} that change what is computed.
     *
     * @param window of all layers
     * @param expertSize inner size of an expert
     */
    record Config(
            DecoderConfig decoder,
            RotaryEmbedding rope,
            int window,
            boolean attentionBias,
            SparseLayers sparse,
            TopKRouting routing,
            int expertSize) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 151_936),
                        Map.entry("hidden_size", 2048),
                        Map.entry("intermediate_size", 6144),
                        Map.entry("moe_intermediate_size", 768),
                        Map.entry("num_hidden_layers", 24),
                        Map.entry("num_attention_heads", 32),
                        Map.entry("num_key_value_heads", 4),
                        Map.entry("num_experts", 128),
                        Map.entry("num_experts_per_tok", 8),
                        Map.entry("decoder_sparse_step", 1),
                        Map.entry("max_position_embeddings", 32_768),
                        Map.entry("sliding_window", 4096),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder = DecoderConfig.of(json);
            String experts = json.has("num_local_experts") ? "num_local_experts" : "num_experts";
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    json.flag("use_sliding_window", false)
                            ? json.positive("sliding_window", AttentionMask.NO_WINDOW)
                            : AttentionMask.NO_WINDOW,
                    json.flag("attention_bias", false),
                    SparseLayers.of(json),
                    TopKRouting.of(
                            json, json.positive(experts), json.flag("norm_topk_prob", false)),
                    json.positive("moe_intermediate_size"));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            Layer mlp = c.sparse.contains(i) ? experts(c) : new GatedMLP(c.decoder);
            layers.add(new PreNormLayer(attention(c), mlp, c.decoder::norm));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }

    private static SelfAttention attention(Config c) {
        return new QKNormAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, c.rope)
                        .withBiases(c.attentionBias, c.attentionBias)
                        .withWindow(c.window),
                () -> new RMSNorm(c.decoder.headDim(), c.decoder.normEps()));
    }

    private static MixtureOfExperts experts(Config c) {
        List<Layer> experts = new ArrayList<>();
        for (int i = 0; i < c.routing.experts(); i++) {
            experts.add(new GatedMLP(c.decoder, c.expertSize));
        }
        return new MixtureOfExperts(c.routing.gate(c.decoder), c.routing, experts);
    }
}
