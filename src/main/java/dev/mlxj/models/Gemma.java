package dev.mlxj.models;

import dev.mlxj.nn.Layer;
import dev.mlxj.nn.layers.Activations;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gemma: as Llama, with scaled embeddings, norms whose weights lie around zero, and a GELU.
 *
 * @see <a href="https://arxiv.org/abs/2403.08295">Gemma team, Gemma</a>
 */
final class Gemma {
    static final Family FAMILY =
            new CausalFamily("Gemma", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }
            };

    private Gemma() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(DecoderConfig decoder, RotaryEmbedding rope, boolean attentionBias) {
        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 256_000),
                        Map.entry("hidden_size", 3072),
                        Map.entry("intermediate_size", 24_576),
                        Map.entry("num_hidden_layers", 28),
                        Map.entry("num_attention_heads", 16),
                        Map.entry("num_key_value_heads", 16),
                        Map.entry("head_dim", 256),
                        Map.entry("max_position_embeddings", 8192),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("tie_word_embeddings", true));

        static Config of(ModelConfig json) throws IOException {
            requireCausal(json);
            DecoderConfig decoder = DecoderConfig.of(json, "rms_norm_eps", activation(json));
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    json.flag("attention_bias", false));
        }

        /** The first checkpoints say gelu and were trained with its approximation. */
        private static Layer activation(ModelConfig json) throws IOException {
            return json.has("hidden_act") && json.text("hidden_act").equals("gelu")
                    ? Activations::geluApprox
                    : HiddenActivation.of(json, "hidden_act", "gelu_pytorch_tanh");
        }

        /** What transformers computes otherwise depends on how it computes attention. */
        static void requireCausal(ModelConfig json) throws IOException {
            if (json.flag("use_bidirectional_attention", false)) {
                throw json.unexpected(
                        "use_bidirectional_attention", "false: only decoders are known here");
            }
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            layers.add(
                    new PreNormLayer(attention(c), new GatedMLP(c.decoder), () -> norm(c.decoder)));
        }
        return new Decoder(c.decoder, layers, norm(c.decoder), scale(c.decoder));
    }

    private static SelfAttention attention(Config c) {
        return new GroupedQueryAttention(
                c.decoder,
                GroupedQueryAttention.Options.of(c.decoder, c.rope)
                        .withBiases(c.attentionBias, c.attentionBias));
    }

    /** The norm of the states of any Gemma. */
    static GemmaRMSNorm norm(DecoderConfig c) {
        return new GemmaRMSNorm(c.hiddenSize(), c.normEps());
    }

    /** By which any Gemma multiplies its embeddings. */
    static double scale(DecoderConfig c) {
        return Math.sqrt(c.hiddenSize());
    }
}
