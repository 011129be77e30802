package dev.mlxj.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SmolLM 3: as Llama, but every fourth layer does not encode positions.
 *
 * @see <a href="https://huggingface.co/blog/smollm3">Bakouch et al., SmolLM3</a>
 */
final class SmolLM3 {
    static final Family FAMILY =
            new CausalFamily("SmolLM3", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }
            };

    private SmolLM3() {}

    /**
     * The values of {@code config.json} that change what is computed.
     *
     * @param turned whether a layer has rotary embedding, for each layer
     */
    record Config(
            DecoderConfig decoder,
            RotaryEmbedding rope,
            List<Boolean> turned,
            List<Integer> windows,
            boolean attentionBias,
            boolean mlpBias) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 128_256),
                        Map.entry("hidden_size", 2048),
                        Map.entry("intermediate_size", 11_008),
                        Map.entry("num_hidden_layers", 36),
                        Map.entry("num_attention_heads", 16),
                        Map.entry("num_key_value_heads", 4),
                        Map.entry("max_position_embeddings", 32_768),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 2_000_000),
                        Map.entry("no_rope_layer_interval", 4),
                        Map.entry("tie_word_embeddings", true));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder = DecoderConfig.of(json);
            List<Boolean> turned = turned(json, decoder.layers());
            boolean slides = json.flag("use_sliding_window", false) && json.has("sliding_window");
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    turned,
                    LayerWindows.of(json, decoder.layers(), i -> slides && !turned.get(i)),
                    json.flag("attention_bias", false),
                    json.flag("mlp_bias", false));
        }

        /**
         * {@code no_rope_layers} has a 1 for a layer with rotary embedding, in spite of its name.
         */
        private static List<Boolean> turned(ModelConfig json, int layers) throws IOException {
            List<Boolean> turned = new ArrayList<>();
            List<Double> listed =
                    json.has("no_rope_layers") ? json.numbers("no_rope_layers") : List.of();
            if (json.has("no_rope_layers") && listed.size() < layers) {
                throw json.unexpected(
                        "no_rope_layers", "a number for each of " + layers + " layers");
            }
            int interval = json.positive("no_rope_layer_interval");
            for (int i = 0; i < layers; i++) {
                turned.add(listed.isEmpty() ? (i + 1) % interval != 0 : listed.get(i) != 0);
            }
            return turned;
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            layers.add(
                    new PreNormLayer(
                            attention(c, i), new GatedMLP(c.decoder, c.mlpBias), c.decoder::norm));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }

    private static SelfAttention attention(Config c, int layer) {
        return new GroupedQueryAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, c.rope)
                        .withBiases(c.attentionBias, c.attentionBias)
                        .withRope(c.turned.get(layer) ? c.rope : null)
                        .withWindow(c.windows.get(layer)));
    }
}
