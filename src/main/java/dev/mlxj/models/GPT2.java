package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.EmbeddingLayer;
import dev.mlxj.nn.layers.LayerNorm;
import dev.mlxj.nn.layers.Projection;
import dev.mlxj.tensor.DType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * GPT-2: learned positions, layer norms before both halves of a layer, projections whose weights
 * are stored as [in, out].
 *
 * <p>Checkpoints of the hub have no prefix, and hold the causal mask of every layer as a tensor.
 *
 * @see <a
 *     href="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf">Radford
 *     et al., Language Models are Unsupervised Multitask Learners</a>
 */
final class GPT2 {
    static final Family FAMILY =
            new CausalFamily(
                    "GPT2LMHeadModel", "GPT2Model", "transformer", "lm_head", Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return new CausalLM.Parts(
                            new Transformer(config),
                            config.vocabularySize,
                            config.hiddenSize,
                            config.positions,
                            AttentionMask.Direction.BACK,
                            json.flag("tie_word_embeddings"),
                            scores -> scores);
                }

                @Override
                String embeddingName() {
                    return "wte.weight";
                }

                @Override
                String tokenHeadName() {
                    return "classifier";
                }

                @Override
                boolean isBuffer(String name) {
                    return name.endsWith(".attn.bias") || name.endsWith(".attn.masked_bias");
                }
            };

    private GPT2() {}

    /** The values of {@code config.json} that change what is computed. */
    record Config(
            int vocabularySize,
            int positions,
            int hiddenSize,
            int layers,
            int heads,
            int intermediateSize,
            double normEps,
            Layer activation,
            boolean scaled,
            boolean scaledByLayer) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 50_257),
                        Map.entry("n_positions", 1024),
                        Map.entry("n_embd", 768),
                        Map.entry("n_layer", 12),
                        Map.entry("n_head", 12),
                        Map.entry("layer_norm_epsilon", 1e-5),
                        Map.entry("tie_word_embeddings", true));

        static Config of(ModelConfig json) throws IOException {
            int hiddenSize = json.positive("n_embd");
            Config config =
                    new Config(
                            json.positive("vocab_size"),
                            json.positive("n_positions"),
                            hiddenSize,
                            json.positive("n_layer"),
                            json.positive("n_head"),
                            json.positive("n_inner", 4 * hiddenSize),
                            json.number("layer_norm_epsilon"),
                            HiddenActivation.of(json, "activation_function", "gelu_new"),
                            json.flag("scale_attn_weights", true),
                            json.flag("scale_attn_by_inverse_layer_idx", false));
            if (hiddenSize % config.heads != 0) {
                throw json.unexpected("n_head", "a divisor of n_embd " + hiddenSize);
            }
            if (json.flag("add_cross_attention", false)) {
                throw json.unexpected(
                        "add_cross_attention", "false: only decoders alone are known here");
            }
            return config;
        }

        /** By which the scores of a layer are multiplied. */
        double scale(int layer) {
            double scale = scaled ? Math.pow(hiddenSize / heads, -0.5) : 1;
            return scaledByLayer ? scale / (layer + 1) : scale;
        }

        LayerNorm norm() {
            return new LayerNorm(hiddenSize, normEps);
        }
    }

    /** {@code x W + b}. Parameters: {@code weight [in, out]}, {@code bias [out]}. */
    private static final class Conv1D extends Module implements Projection {
        private final Parameter weight;
        private final Parameter bias;

        Conv1D(int in, int out) {
            weight = parameter("weight", Array.zeros(DType.F32, in, out));
            bias = parameter("bias", Array.zeros(DType.F32, out));
        }

        @Override
        public Array forward(Array x) {
            return Array.addmm(bias.value(), x, weight.value());
        }

        @Override
        public Array matrix() {
            return weight.value().T();
        }

        @Override
        public Array offset() {
            return bias.value();
        }
    }

    private static final class FusedAttention extends Module {
        private final ChildLayer queriesKeysValues;
        private final ChildLayer output;
        private final int heads;
        private final double scale;

        FusedAttention(Config c, int layer) {
            queriesKeysValues = layer("c_attn", new Conv1D(c.hiddenSize, 3 * c.hiddenSize));
            output = layer("c_proj", new Conv1D(c.hiddenSize, c.hiddenSize));
            heads = c.heads;
            scale = c.scale(layer);
        }

        Array forward(Array x, AttentionMask mask) {
            List<Array> parts = queriesKeysValues.forward(x).split(3, -1);
            Array attended =
                    Attention.scaledDotProduct(
                            Heads.split(parts.get(0), heads),
                            Heads.split(parts.get(1), heads),
                            Heads.split(parts.get(2), heads),
                            scale,
                            mask.within(AttentionMask.NO_WINDOW));
            return output.forward(Heads.merge(attended));
        }
    }

    private static final class Block extends Module implements DecoderLayer {
        private final ChildLayer attentionNorm;
        private final Child<FusedAttention> attention;
        private final ChildLayer mlpNorm;
        private final ChildLayer mlp;

        Block(Config c, int layer) {
            attentionNorm = layer("ln_1", c.norm());
            attention = child("attn", new FusedAttention(c, layer));
            mlpNorm = layer("ln_2", c.norm());
            mlp =
                    layer(
                            "mlp",
                            new FeedForward(
                                    "c_fc",
                                    new Conv1D(c.hiddenSize, c.intermediateSize),
                                    c.activation,
                                    "c_proj",
                                    new Conv1D(c.intermediateSize, c.hiddenSize)));
        }

        @Override
        public Array forward(Array x, AttentionMask mask) {
            Array h = x.add(attention.value().forward(attentionNorm.forward(x), mask));
            return h.add(mlp.forward(mlpNorm.forward(h)));
        }
    }

    private static final class Transformer extends Module implements CausalLM.Stack {
        private final Child<EmbeddingLayer> words;
        private final ChildLayer positions;
        private final Children<DecoderLayer> layers;
        private final ChildLayer norm;

        Transformer(Config c) {
            words = child("wte", new Embedding(c.vocabularySize, c.hiddenSize));
            positions = layer("wpe", new Embedding(c.positions, c.hiddenSize));
            List<DecoderLayer> blocks = new ArrayList<>();
            for (int i = 0; i < c.layers; i++) {
                blocks.add(new Block(c, i));
            }
            layers = children("h", blocks);
            norm = layer("ln_f", c.norm());
        }

        @Override
        public Array embed(Array ids) {
            Array order = Array.arange(DType.I64, ids.shape().extent(1));
            return words.value().forward(ids).add(positions.forward(order));
        }

        @Override
        public List<DecoderLayer> layers() {
            return layers;
        }

        @Override
        public Array norm(Array x) {
            return norm.forward(x);
        }

        @Override
        public Array scores(Array x) {
            return words.value().asLinear(x);
        }
    }
}
