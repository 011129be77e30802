package dev.mlxj.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Qwen 2: as Llama, with biases where queries, keys and values are projected, and perhaps a window
 * in the upper layers.
 *
 * @see <a href="https://arxiv.org/abs/2407.10671">Yang et al., Qwen2</a>
 */
final class Qwen2 {
    static final Family FAMILY =
            new CausalFamily("Qwen2", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }
            };

    private Qwen2() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(DecoderConfig decoder, RotaryEmbedding rope, List<Integer> windows) {
        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 151_936),
                        Map.entry("hidden_size", 4096),
                        Map.entry("intermediate_size", 22_016),
                        Map.entry("num_hidden_layers", 32),
                        Map.entry("num_attention_heads", 32),
                        Map.entry("num_key_value_heads", 32),
                        Map.entry("max_position_embeddings", 32_768),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("sliding_window", 4096),
                        Map.entry("max_window_layers", 28),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder = DecoderConfig.of(json);
            int lower = json.notNegative("max_window_layers");
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    LayerWindows.switched(json, decoder.layers(), i -> i >= lower));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int window : c.windows) {
            layers.add(
                    new PreNormLayer(
                            attention(c, window), new GatedMLP(c.decoder), c.decoder::norm));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }

    private static SelfAttention attention(Config c, int window) {
        return new GroupedQueryAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, c.rope)
                        .withBiases(true, false)
                        .withWindow(window));
    }
}
