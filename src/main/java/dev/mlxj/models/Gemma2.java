package dev.mlxj.models;

import dev.mlxj.array.Array;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gemma 2: norms around both halves of a layer, a window in every second layer, and bounds for the
 * scores of attention and for the logits.
 *
 * @see <a href="https://arxiv.org/abs/2408.00118">Gemma team, Gemma 2</a>
 */
final class Gemma2 {
    static final Family FAMILY =
            new CausalFamily("Gemma2", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config), config.logits);
                }
            };

    private Gemma2() {}

    /**
     * The values of {@code config.json} that change what is computed.
     *
     * @param scores bound of the scores of attention
     * @param logits bound of the logits
     */
    record Config(
            DecoderConfig decoder,
            RotaryEmbedding rope,
            List<Integer> windows,
            boolean attentionBias,
            double scale,
            Softcap scores,
            Softcap logits) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 256_000),
                        Map.entry("hidden_size", 2304),
                        Map.entry("intermediate_size", 9216),
                        Map.entry("num_hidden_layers", 26),
                        Map.entry("num_attention_heads", 8),
                        Map.entry("num_key_value_heads", 4),
                        Map.entry("head_dim", 256),
                        Map.entry("query_pre_attn_scalar", 256),
                        Map.entry("max_position_embeddings", 8192),
                        Map.entry("sliding_window", 4096),
                        Map.entry("attn_logit_softcapping", 50),
                        Map.entry("final_logit_softcapping", 30),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("tie_word_embeddings", true));

        static Config of(ModelConfig json) throws IOException {
            Gemma.Config.requireCausal(json);
            DecoderConfig decoder =
                    DecoderConfig.of(
                            json,
                            "rms_norm_eps",
                            HiddenActivation.of(json, "hidden_activation", "gelu_pytorch_tanh"));
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    LayerWindows.of(json, decoder.layers(), i -> i % 2 == 0),
                    json.flag("attention_bias", false),
                    Math.pow(json.number("query_pre_attn_scalar"), -0.5),
                    Softcap.of(json, "attn_logit_softcapping"),
                    Softcap.of(json, "final_logit_softcapping"));
        }
    }

    private static final class Attention extends GroupedQueryAttention {
        private final Softcap cap;

        Attention(Config c, int window) {
            super(
                    c.decoder,
                    Options.of(c.decoder, c.rope)
                            .withBiases(c.attentionBias, c.attentionBias)
                            .withScale(c.scale)
                            .withWindow(window));
            cap = c.scores;
        }

        /** The bound lies between the scores and the mask. */
        @Override
        protected Array attend(Array q, Array k, Array v, double scale, Array mask) {
            int shared = Math.toIntExact(q.shape().extent(1) / k.shape().extent(1));
            Array keys = k.repeat(shared, 1);
            Array scores = cap.forward(q.matmul(keys.mT()).multiply(scale));
            Array seen =
                    Array.where(mask, scores, Array.full(scores.dtype(), Double.NEGATIVE_INFINITY));
            return seen.softmax(-1).matmul(v.repeat(shared, 1));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int window : c.windows) {
            layers.add(
                    new SandwichNormLayer(
                            new Attention(c, window),
                            new GatedMLP(c.decoder),
                            () -> Gemma.norm(c.decoder)));
        }
        return new Decoder(c.decoder, layers, Gemma.norm(c.decoder), Gemma.scale(c.decoder));
    }
}
