package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.layers.Linear;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Qwen 2 with experts: some or all MLPs are mixtures, beside an expert that all tokens share.
 *
 * @see <a href="https://arxiv.org/abs/2407.10671">Yang et al., Qwen2</a>
 */
final class Qwen2Moe {
    static final Family FAMILY =
            new CausalFamily("Qwen2Moe", Config.DEFAULTS) {
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

    private Qwen2Moe() {}

    /**
     * The values of {@code config.json} that change what is computed.
     *
     * @param expertSize inner size of an expert
     * @param sharedSize inner size of the expert that all tokens share
     */
    record Config(
            DecoderConfig decoder,
            RotaryEmbedding rope,
            List<Integer> windows,
            boolean qkvBias,
            SparseLayers sparse,
            TopKRouting routing,
            int expertSize,
            int sharedSize) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 151_936),
                        Map.entry("hidden_size", 2048),
                        Map.entry("intermediate_size", 5632),
                        Map.entry("moe_intermediate_size", 1408),
                        Map.entry("shared_expert_intermediate_size", 5632),
                        Map.entry("num_hidden_layers", 24),
                        Map.entry("num_attention_heads", 16),
                        Map.entry("num_key_value_heads", 16),
                        Map.entry("num_experts", 60),
                        Map.entry("num_experts_per_tok", 4),
                        Map.entry("decoder_sparse_step", 1),
                        Map.entry("max_position_embeddings", 32_768),
                        Map.entry("sliding_window", 4096),
                        Map.entry("max_window_layers", 28),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder = DecoderConfig.of(json);
            int upper = json.notNegative("max_window_layers");
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    LayerWindows.switched(json, decoder.layers(), i -> i % 2 == 0 && i < upper),
                    json.flag("qkv_bias", true),
                    SparseLayers.of(json),
                    TopKRouting.of(
                            json, json.positive("num_experts"), json.flag("norm_topk_prob", false)),
                    json.positive("moe_intermediate_size"),
                    json.positive("shared_expert_intermediate_size"));
        }
    }

    private static SelfAttention attention(Config c, int window) {
        return new GroupedQueryAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, c.rope)
                        .withBiases(c.qkvBias, false)
                        .withWindow(window));
    }

    /** What the chosen experts give, and as much of the shared one as its gate lets through. */
    private static final class SharedMixture extends MixtureOfExperts {
        private final Child<GatedMLP> shared;
        private final ChildLayer sharedGate;

        SharedMixture(Config c) {
            super(c.routing.gate(c.decoder), c.routing, experts(c));
            shared = child("shared_expert", new GatedMLP(c.decoder, c.sharedSize));
            sharedGate = layer("shared_expert_gate", new Linear(c.decoder.hiddenSize(), 1, false));
        }

        private static List<Layer> experts(Config c) {
            List<Layer> experts = new ArrayList<>();
            for (int i = 0; i < c.routing.experts(); i++) {
                experts.add(new GatedMLP(c.decoder, c.expertSize));
            }
            return experts;
        }

        @Override
        public Array forward(Array x) {
            Array open = sharedGate.forward(x).sigmoid();
            return super.forward(x).add(open.multiply(shared.value().forward(x)));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            Layer mlp = c.sparse.contains(i) ? new SharedMixture(c) : new GatedMLP(c.decoder);
            layers.add(new PreNormLayer(attention(c, c.windows.get(i)), mlp, c.decoder::norm));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }
}
