package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.Linear;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Phi 3: as Llama, with queries, keys and values in one projection, the two inputs of the gate in
 * another, and LongRoPE for long sequences.
 *
 * @see <a href="https://arxiv.org/abs/2404.14219">Abdin et al., Phi-3</a>
 */
final class Phi3 {
    static final Family FAMILY =
            new CausalFamily("Phi3", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return CausalLM.Parts.of(config.decoder, decoder(config));
                }
            };

    private Phi3() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(DecoderConfig decoder, RotaryEmbedding rope, int window) {
        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 32_064),
                        Map.entry("hidden_size", 3072),
                        Map.entry("intermediate_size", 8192),
                        Map.entry("num_hidden_layers", 32),
                        Map.entry("num_attention_heads", 32),
                        Map.entry("max_position_embeddings", 4096),
                        Map.entry("original_max_position_embeddings", 4096),
                        Map.entry("rms_norm_eps", 1e-5),
                        Map.entry("rope_theta", 10_000),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            DecoderConfig decoder = DecoderConfig.of(json);
            return new Config(
                    decoder,
                    RotaryEmbedding.partial(json, decoder.headDim(), 1, Config::scaling),
                    json.positive("sliding_window", AttentionMask.NO_WINDOW));
        }

        /** The first checkpoints call LongRoPE by other names. */
        private static RopeScaling scaling(ModelConfig json, ModelConfig rope, int dims)
                throws IOException {
            return switch (RopeScaling.type(rope)) {
                case "default" -> new RopeScaling.None();
                case "longrope", "su", "yarn" -> RopeScaling.LongRope.of(json, rope, dims);
                default ->
                        throw rope.unexpected(
                                RopeScaling.typeKey(rope), "one of default, longrope, su, yarn");
            };
        }
    }

    private static final class FusedAttention extends Module implements SelfAttention {
        private final ChildLayer queriesKeysValues;
        private final ChildLayer output;
        private final Config config;

        FusedAttention(Config c) {
            DecoderConfig d = c.decoder;
            int width = (d.heads() + 2 * d.kvHeads()) * d.headDim();
            queriesKeysValues = layer("qkv_proj", new Linear(d.hiddenSize(), width, false));
            output = layer("o_proj", new Linear(d.heads() * d.headDim(), d.hiddenSize(), false));
            config = c;
        }

        @Override
        public Array forward(Array x, AttentionMask mask) {
            int heads = config.decoder.heads();
            int kvHeads = config.decoder.kvHeads();
            int headDim = config.decoder.headDim();
            Array all =
                    queriesKeysValues.forward(x).unflatten(-1, -1, headDim).transpose(0, 2, 1, 3);
            Array q = config.rope.forward(all.slice(1, 0, heads));
            Array k = config.rope.forward(all.slice(1, heads, heads + kvHeads));
            Array v = all.slice(1, heads + kvHeads, heads + 2 * kvHeads);
            double scale = Math.pow(headDim, -0.5);
            Array attended = Attention.scaledDotProduct(q, k, v, scale, mask.within(config.window));
            return output.forward(Heads.merge(attended));
        }
    }

    private static final class FusedMLP extends Module implements Layer {
        private final ChildLayer gateUp;
        private final ChildLayer down;
        private final Layer activation;

        FusedMLP(DecoderConfig c) {
            int inner = c.intermediateSize();
            gateUp = layer("gate_up_proj", new Linear(c.hiddenSize(), 2 * inner, false));
            down = layer("down_proj", new Linear(inner, c.hiddenSize(), false));
            activation = c.activation();
        }

        @Override
        public Array forward(Array x) {
            List<Array> halves = gateUp.forward(x).split(2, -1);
            return down.forward(activation.forward(halves.get(0)).multiply(halves.get(1)));
        }
    }

    private static Decoder decoder(Config c) {
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < c.decoder.layers(); i++) {
            layers.add(
                    new PreNormLayer(
                            new FusedAttention(c), new FusedMLP(c.decoder), c.decoder::norm));
        }
        return new Decoder(c.decoder, layers, c.decoder.norm());
    }
}
