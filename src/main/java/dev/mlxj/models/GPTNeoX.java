package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.EmbeddingLayer;
import dev.mlxj.nn.layers.LayerNorm;
import dev.mlxj.nn.layers.Linear;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * GPT-NeoX and Pythia: attention and MLP side by side, each behind its norm, and rotary embedding
 * of a part of each head.
 *
 * @see <a href="https://arxiv.org/abs/2204.06745">Black et al., GPT-NeoX-20B</a>
 */
final class GPTNeoX {
    static final Family FAMILY =
            new CausalFamily(
                    "GPTNeoXForCausalLM",
                    "GPTNeoXModel",
                    "gpt_neox",
                    "embed_out",
                    Config.DEFAULTS) {
                @Override
                CausalLM.Parts parts(ModelConfig json) throws IOException {
                    Config config = Config.of(json);
                    return new CausalLM.Parts(
                            new Transformer(config),
                            config.vocabularySize,
                            config.hiddenSize,
                            Integer.MAX_VALUE,
                            AttentionMask.Direction.BACK,
                            json.flag("tie_word_embeddings"),
                            scores -> scores);
                }

                @Override
                String embeddingName() {
                    return "embed_in.weight";
                }

                @Override
                String tokenHeadName() {
                    return "classifier";
                }

                @Override
                boolean isBuffer(String name) {
                    return name.endsWith(".attention.bias")
                            || name.endsWith(".attention.masked_bias")
                            || super.isBuffer(name);
                }
            };

    private GPTNeoX() {}

    /**
     * The values of {@code config.json} that change what is computed.
     *
     * @param parallel whether the MLP is given what attention is given, or else what it gives
     */
    record Config(
            int vocabularySize,
            int hiddenSize,
            int layers,
            int heads,
            int intermediateSize,
            double normEps,
            Layer activation,
            RotaryEmbedding rope,
            boolean attentionBias,
            boolean parallel) {

        private static final Map<String, ?> DEFAULTS =
                Map.ofEntries(
                        Map.entry("vocab_size", 50_432),
                        Map.entry("hidden_size", 6144),
                        Map.entry("num_hidden_layers", 44),
                        Map.entry("num_attention_heads", 64),
                        Map.entry("intermediate_size", 24_576),
                        Map.entry("max_position_embeddings", 2048),
                        Map.entry("layer_norm_eps", 1e-5),
                        Map.entry("rotary_emb_base", 10_000),
                        Map.entry("rotary_pct", 0.25),
                        Map.entry("tie_word_embeddings", false));

        static Config of(ModelConfig json) throws IOException {
            int hiddenSize = json.positive("hidden_size");
            int heads = json.positive("num_attention_heads");
            if (hiddenSize % heads != 0) {
                throw json.unexpected(
                        "num_attention_heads", "a divisor of hidden_size " + hiddenSize);
            }
            return new Config(
                    json.positive("vocab_size"),
                    hiddenSize,
                    json.positive("num_hidden_layers"),
                    heads,
                    json.positive("intermediate_size"),
                    json.number("layer_norm_eps"),
                    HiddenActivation.of(json, "hidden_act", "gelu"),
                    RotaryEmbedding.of(
                            json,
                            RotaryEmbedding.section(json),
                            hiddenSize / heads,
                            json.number("rotary_emb_base"),
                            json.number("rotary_pct")),
                    json.flag("attention_bias", true),
                    json.flag("use_parallel_residual", true));
        }

        LayerNorm norm() {
            return new LayerNorm(hiddenSize, normEps);
        }
    }

    /** The projection holds query, key and value of a head side by side. */
    private static final class FusedAttention extends Module {
        private final ChildLayer queriesKeysValues;
        private final ChildLayer output;
        private final Config config;

        FusedAttention(Config c) {
            queriesKeysValues =
                    layer(
                            "query_key_value",
                            new Linear(c.hiddenSize, 3 * c.hiddenSize, c.attentionBias));
            output = layer("dense", new Linear(c.hiddenSize, c.hiddenSize, c.attentionBias));
            config = c;
        }

        Array forward(Array x, AttentionMask mask) {
            Array heads = Heads.split(queriesKeysValues.forward(x), config.heads);
            List<Array> parts = heads.split(3, -1);
            Array attended =
                    Attention.scaledDotProduct(
                            config.rope.forward(parts.get(0)),
                            config.rope.forward(parts.get(1)),
                            parts.get(2),
                            Math.pow(config.hiddenSize / config.heads, -0.5),
                            mask.within(AttentionMask.NO_WINDOW));
            return output.forward(Heads.merge(attended));
        }
    }

    private static final class Block extends Module implements DecoderLayer {
        private final ChildLayer inputNorm;
        private final Child<FusedAttention> attention;
        private final ChildLayer mlpNorm;
        private final ChildLayer mlp;
        private final boolean parallel;

        Block(Config c) {
            inputNorm = layer("input_layernorm", c.norm());
            attention = child("attention", new FusedAttention(c));
            mlpNorm = layer("post_attention_layernorm", c.norm());
            mlp =
                    layer(
                            "mlp",
                            new FeedForward(
                                    "dense_h_to_4h",
                                    new Linear(c.hiddenSize, c.intermediateSize),
                                    c.activation,
                                    "dense_4h_to_h",
                                    new Linear(c.intermediateSize, c.hiddenSize)));
            parallel = c.parallel;
        }

        @Override
        public Array forward(Array x, AttentionMask mask) {
            Array h = attention.value().forward(inputNorm.forward(x), mask).add(x);
            return mlp.forward(mlpNorm.forward(parallel ? x : h)).add(h);
        }
    }

    private static final class Transformer extends Module implements CausalLM.Stack {
        private final Child<EmbeddingLayer> embedding;
        private final Children<DecoderLayer> layers;
        private final ChildLayer norm;

        Transformer(Config c) {
            embedding = child("embed_in", new Embedding(c.vocabularySize, c.hiddenSize));
            List<DecoderLayer> blocks = new ArrayList<>();
            for (int i = 0; i < c.layers; i++) {
                blocks.add(new Block(c));
            }
            layers = children("layers", blocks);
            norm = layer("final_layer_norm", c.norm());
        }

        @Override
        public Array embed(Array ids) {
            return embedding.value().forward(ids);
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
            return embedding.value().asLinear(x);
        }
    }
}
