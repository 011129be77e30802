package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.RMSNorm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * OLMo 2: norms stand behind the halves of a layer, and over all queries and all keys of a token.
 *
 * @see <a href="https://arxiv.org/abs/2501.00656">OLMo team, 2 OLMo 2 Furious</a>
 */
final class Olmo2 {
    static final Family FAMILY =
            new CausalFamily("Olmo2", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }
            };

    private Olmo2() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(DecoderConfig decoder, RotaryEmbedding rope, boolean attentionBias) {
        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 50_304),
                        Map.entry("hidden_size", 4096),
                        Map.entry("intermediate_size", 11_008),
                        Map.entry("num_hidden_layers", 32),
                        Map.entry("num_attention_heads", 32),
                        Map.entry("max_position_embeddings", 2048),
                        Map.entry("rms_norm_eps", 1e-5),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder = DecoderConfig.of(json);
            return new Config(
                    decoder,
                    RotaryEmbedding.of(json, decoder.headDim()),
                    json.flag("attention_bias", false));
        }
    }

    private static final class Attention extends GroupedQueryAttention {
        private final ChildLayer queryNorm;
        private final ChildLayer keyNorm;

        Attention(Config c) {
            super(
                    c.decoder,
                    Options.of(c.decoder, c.rope).withBiases(c.attentionBias, c.attentionBias));
            queryNorm = layer("q_norm", norm(c, c.decoder.heads()));
            keyNorm = layer("k_norm", norm(c, c.decoder.kvHeads()));
        }

        private static RMSNorm norm(Config c, int heads) {
            return new RMSNorm(heads * c.decoder.headDim(), c.decoder.normEps());
        }

        @Override
        protected Array queries(Array projected) {
            return queryNorm.forward(projected);
        }

        @Override
        protected Array keys(Array projected) {
            return keyNorm.forward(projected);
        }
    }

    /** A layer that normalises what its halves give. */
    private static final class Block extends Module implements DecoderLayer {
        private final Child<Attention> attention;
        private final ChildLayer attendedNorm;
        private final ChildLayer mlp;
        private final ChildLayer mlpNorm;

        Block(Config c) {
            attention = child("self_attn", new Attention(c));
            attendedNorm = layer("post_attention_layernorm", c.decoder.norm());
            mlp = layer("mlp", new GatedMLP(c.decoder));
            mlpNorm = layer("post_feedforward_layernorm", c.decoder.norm());
        }

        @Override
        public Array forward(Array x, AttentionMask mask) {
            Array h = x.add(attendedNorm.forward(attention.value().forward(x, mask)));
            return h.add(mlpNorm.forward(mlp.forward(h)));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            layers.add(new Block(c));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }
}
