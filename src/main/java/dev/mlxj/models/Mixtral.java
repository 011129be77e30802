package dev.mlxj.models;

import dev.mlxj.nn.Layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Mixtral: as Mistral, with a mixture of experts in the place of each MLP.
 *
 * @see <a href="https://arxiv.org/abs/2401.04088">Jiang et al., Mixtral of Experts</a>
 */
final class Mixtral {
    private static final GatedMLP.Names EXPERT = new GatedMLP.Names("w1", "w3", "w2");

    static final Family FAMILY =
            new CausalFamily("Mixtral", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }

                @Override
                public void sanitize(StoredWeights weights, ModelConfig config) throws IOException {
                    super.sanitize(weights, config);
                    ExpertStacks.unstack(weights, EXPERT);
                }
            };

    private Mixtral() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(DecoderConfig decoder, RotaryEmbedding rope, int window, TopKRouting routing) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 32_000),
                        Map.entry("hidden_size", 4096),
                        Map.entry("intermediate_size", 14_336),
                        Map.entry("num_hidden_layers", 32),
                        Map.entry("num_attention_heads", 32),
                        Map.entry("num_key_value_heads", 8),
                        Map.entry("num_experts_per_tok", 2),
                        Map.entry("num_local_experts", 8),
                        Map.entry("max_position_embeddings", 131_072),
                        Map.entry("rms_norm_eps", 1e-5),
                        Map.entry("rope_theta", 1_000_000),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder = DecoderConfig.of(json);
            int experts = json.positive("num_local_experts");
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    json.positive("sliding_window", AttentionMask.NO_WINDOW),
                    TopKRouting.of(json, experts, true));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            layers.add(
                    new PreNormLayer(
                            attention(c), "block_sparse_moe", experts(c), c.decoder::norm));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }

    private static SelfAttention attention(Config c) {
        return new GroupedQueryAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, c.rope).withWindow(c.window));
    }

    private static MixtureOfExperts experts(Config c) {
        DecoderConfig d = c.decoder;
        List<Layer> experts = new ArrayList<>();
        for (int i = 0; i < c.routing.experts(); i++) {
            experts.add(new GatedMLP(d, EXPERT));
        }
        return new MixtureOfExperts(c.routing.gate(d), c.routing, experts);
    }
}
