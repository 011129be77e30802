package dev.mlxj.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gemma 3, its language model: as Gemma 2, with norms of queries and keys in the place of a bound
 * for their scores, mostly layers with a window, and another rotary embedding in those.
 *
 * @see <a href="https://arxiv.org/abs/2503.19786">Gemma team, Gemma 3</a>
 */
final class Gemma3 {
    static final Family FAMILY =
            new CausalFamily(
                    "Gemma3ForCausalLM", "Gemma3TextModel", "model", "lm_head", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config), config.logits)
                            .with(config.direction);
                }
            };

    private Gemma3() {}

    /**
     * The values of {@code config.json} that change what is computed.
     *
     * @param global rotary embedding of layers that see everything
     * @param local rotary embedding of layers with a window
     * @param direction both ways in the encoder that was made of this model, EmbeddingGemma
     * @param logits bound of the logits
     */
    record Config(
            DecoderConfig decoder,
            RotaryEmbedding global,
            RotaryEmbedding local,
            List<Integer> windows,
            AttentionMask.Direction direction,
            boolean attentionBias,
            double scale,
            Softcap logits) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 262_208),
                        Map.entry("hidden_size", 2304),
                        Map.entry("intermediate_size", 9216),
                        Map.entry("num_hidden_layers", 26),
                        Map.entry("num_attention_heads", 8),
                        Map.entry("num_key_value_heads", 4),
                        Map.entry("head_dim", 256),
                        Map.entry("query_pre_attn_scalar", 256),
                        Map.entry("max_position_embeddings", 131_072),
                        Map.entry("sliding_window", 4096),
                        Map.entry("sliding_window_pattern", 6),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 1_000_000),
                        Map.entry("rope_local_base_freq", 10_000),
                        Map.entry("tie_word_embeddings", true));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder =
                    DecoderConfig.of(
                            json,
                            "rms_norm_eps",
                            HiddenActivation.of(json, "hidden_activation", "gelu_pytorch_tanh"));
            int pattern = json.positive("sliding_window_pattern");
            boolean both = json.flag("use_bidirectional_attention", false);
            List<Integer> windows =
                    LayerWindows.of(json, decoder.layers(), i -> (i + 1) % pattern != 0);
            return new Config(
                    decoder,
                    global(json, decoder.headDim()),
                    rope(json, "sliding_attention", "rope_local_base_freq", decoder.headDim()),
                    both ? halved(windows) : windows,
                    both ? AttentionMask.Direction.BOTH : AttentionMask.Direction.BACK,
                    json.flag("attention_bias", false),
                    Math.pow(json.number("query_pre_attn_scalar"), -0.5),
                    Softcap.of(json, "final_logit_softcapping"));
        }

        /** A window that a token looks both ways through reaches half as far each way. */
        private static List<Integer> halved(List<Integer> windows) {
            List<Integer> halved = new ArrayList<>();
            for (int window : windows) {
                halved.add(window == AttentionMask.NO_WINDOW ? window : window / 2 + 1);
            }
            return halved;
        }

        /** {@code rope_scaling} is about the layers that see everything. */
        private static RotaryEmbedding global(ModelConfig json, int headDim) throws IOException {
            ModelConfig scaling = json.sectionOrEmpty("rope_scaling");
            return scaling.size() == 0
                    ? rope(json, "full_attention", "rope_theta", headDim)
                    : RotaryEmbedding.of(json, scaling, headDim, json.number("rope_theta"), 1);
        }

        private static RotaryEmbedding rope(
                ModelConfig json, String layers, String baseKey, int headDim) throws IOException {
            ModelConfig parameters = json.sectionOrEmpty("rope_parameters");
            if (parameters.size() > 0 && !parameters.has(layers)) {
                throw parameters.unexpected(layers, "an object: the layers differ");
            }
            return RotaryEmbedding.of(
                    json, parameters.sectionOrEmpty(layers), headDim, json.number(baseKey), 1);
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int window : c.windows) {
            layers.add(
                    new SandwichNormLayer(
                            attention(c, window),
                            new GatedMLP(c.decoder),
                            () -> Gemma.norm(c.decoder)));
        }
        return new Decoder(c.decoder, layers, Gemma.norm(c.decoder), Gemma.scale(c.decoder));
    }

    private static SelfAttention attention(Config c, int window) {
        RotaryEmbedding rope = window == AttentionMask.NO_WINDOW ? c.global : c.local;
        return new QKNormAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, rope)
                        .withBiases(c.attentionBias, c.attentionBias)
                        .withScale(c.scale)
                        .withWindow(window),
                () -> new GemmaRMSNorm(c.decoder.headDim(), c.decoder.normEps()));
    }
}
