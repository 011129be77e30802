package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Activations;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.LayerNorm;
import dev.mlxj.nn.layers.Linear;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** What BERT and RoBERTa have in common: embeddings, a stack of encoder layers, the pooler. */
final class BertEncoder extends Module {
    /** The values of {@code config.json} that change what is computed here. */
    record Config(
            int vocabularySize,
            int hiddenSize,
            int layers,
            int heads,
            int intermediateSize,
            int positions,
            int tokenTypes,
            double layerNormEps,
            Layer activation,
            boolean causal) {

        /**
         * Reads it.
         *
         * @param vocabularySize where the config has none
         */
        static Config of(ModelConfig json, int vocabularySize) throws IOException {
            json.require("position_embedding_type", "absolute");
            json.require("add_cross_attention", false);
            Config config =
                    new Config(
                            json.positive("vocab_size", vocabularySize),
                            json.positive("hidden_size", 768),
                            json.positive("num_hidden_layers", 12),
                            json.positive("num_attention_heads", 12),
                            json.positive("intermediate_size", 3072),
                            json.positive("max_position_embeddings", 512),
                            json.positive("type_vocab_size", 2),
                            json.number("layer_norm_eps", 1e-12),
                            HiddenActivation.of(json, "hidden_act", "gelu"),
                            json.flag("is_decoder", false));
            json.requireDivisor("num_attention_heads", "hidden_size", config.hiddenSize);
            return config;
        }
    }

    /** Sum of three embeddings, normalised. */
    static final class Embeddings extends Module {
        private final Child<Embedding> words;
        private final ChildLayer positions;
        private final ChildLayer tokenTypes;
        private final ChildLayer norm;

        Embeddings(Config c) {
            words = child("word_embeddings", new Embedding(c.vocabularySize, c.hiddenSize));
            positions = layer("position_embeddings", new Embedding(c.positions, c.hiddenSize));
            tokenTypes = layer("token_type_embeddings", new Embedding(c.tokenTypes, c.hiddenSize));
            norm = layer("LayerNorm", new LayerNorm(c.hiddenSize, c.layerNormEps));
        }

        Embedding words() {
            return words.value();
        }

        Array forward(Array ids, Array types, Array order) {
            Array sum = words.value().forward(ids).add(tokenTypes.forward(types));
            return norm.forward(sum.add(positions.forward(order)));
        }
    }

    /** Attention of every token to every token that the mask lets through, in several heads. */
    private static final class SelfAttention extends Module {
        private final ChildLayer query;
        private final ChildLayer key;
        private final ChildLayer value;
        private final int heads;

        SelfAttention(Config c) {
            query = layer("query", new Linear(c.hiddenSize, c.hiddenSize));
            key = layer("key", new Linear(c.hiddenSize, c.hiddenSize));
            value = layer("value", new Linear(c.hiddenSize, c.hiddenSize));
            heads = c.heads;
        }

        Array forward(Array x, @Nullable Array mask) {
            Array q = Heads.split(query.forward(x), heads);
            Array k = Heads.split(key.forward(x), heads);
            Array v = Heads.split(value.forward(x), heads);
            double scale = 1 / Math.sqrt((double) q.shape().extent(-1));
            return Heads.merge(Attention.scaledDotProduct(q, k, v, scale, mask));
        }
    }

    /** {@code LayerNorm(dense(x) + residual)}: what ends both halves of a layer. */
    private static final class Output extends Module {
        private final ChildLayer dense;
        private final ChildLayer norm;

        Output(int width, Config c) {
            dense = layer("dense", new Linear(width, c.hiddenSize));
            norm = layer("LayerNorm", new LayerNorm(c.hiddenSize, c.layerNormEps));
        }

        Array forward(Array x, Array residual) {
            return norm.forward(dense.forward(x).add(residual));
        }
    }

    private static final class AttentionBlock extends Module {
        private final Child<SelfAttention> self;
        private final Child<Output> output;

        AttentionBlock(Config c) {
            self = child("self", new SelfAttention(c));
            output = child("output", new Output(c.hiddenSize, c));
        }

        Array forward(Array x, @Nullable Array mask) {
            return output.value().forward(self.value().forward(x, mask), x);
        }
    }

    /** {@code activation(dense(x))}. */
    private static final class Activated extends Module implements Layer {
        private final ChildLayer dense;
        private final Layer activation;

        Activated(int from, int to, Layer activation) {
            dense = layer("dense", new Linear(from, to));
            this.activation = activation;
        }

        @Override
        public Array forward(Array x) {
            return activation.forward(dense.forward(x));
        }
    }

    private static final class Block extends Module {
        private final Child<AttentionBlock> attention;
        private final ChildLayer intermediate;
        private final Child<Output> output;

        Block(Config c) {
            attention = child("attention", new AttentionBlock(c));
            intermediate =
                    layer(
                            "intermediate",
                            new Activated(c.hiddenSize, c.intermediateSize, c.activation));
            output = child("output", new Output(c.intermediateSize, c));
        }

        Array forward(Array x, @Nullable Array mask) {
            Array attended = attention.value().forward(x, mask);
            return output.value().forward(intermediate.forward(attended), attended);
        }
    }

    private final Children<Block> layers;

    BertEncoder(Config c) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < c.layers; i++) {
            blocks.add(new Block(c));
        }
        layers = children("layer", blocks);
    }

    /**
     * Runs the layers.
     *
     * @param outputs gets what enters the first layer and what leaves each, and the last of them as
     *     {@code last_hidden_state}
     */
    Array forward(Array embedded, @Nullable Array mask, SequencedMap<String, Array> outputs) {
        Array x = embedded;
        outputs.put("hidden_states.0", x);
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(x, mask);
            outputs.put("hidden_states." + (i + 1), x);
        }
        outputs.put("last_hidden_state", x);
        return x;
    }

    /** The first token's last state through a dense layer: what sentences are classified by. */
    static Layer pooler(Config c) {
        return new Activated(c.hiddenSize, c.hiddenSize, Activations::tanh);
    }
}
