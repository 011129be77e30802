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
import dev.mlxj.nn.layers.LayerNorm;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * DistilBERT: BERT without segments and pooler, half as deep.
 *
 * <p>Inputs: {@code input_ids} [batch, length], and optionally {@code attention_mask} and {@code
 * position_ids} of the same shape; all of them [batch, choices, length] for multiple choice.
 * Outputs: {@code hidden_states.0 .. N}, {@code last_hidden_state} [batch, length, hidden], and of
 * the head {@code logits}, or {@code start_logits} and {@code end_logits}.
 *
 * @see <a href="https://arxiv.org/abs/1910.01108">Sanh et al., DistilBERT</a>
 */
public final class DistilBert extends Model {
    static final Family FAMILY = new DistilBertFamily();

    /** The layer norms' own; a config does not change it. */
    private static final double EPS = 1e-12;

    /** The values of {@code config.json} that change what is computed. */
    private record Config(
            String kind,
            int vocabularySize,
            int dim,
            int layers,
            int heads,
            int hiddenDim,
            int positions,
            Layer activation,
            boolean tiedWords,
            int labels) {

        private static final Set<String> KINDS =
                Set.of(
                        "Model",
                        "ForMaskedLM",
                        "ForSequenceClassification",
                        "ForTokenClassification",
                        "ForMultipleChoice",
                        "ForQuestionAnswering");

        static Config of(ModelConfig json) throws IOException {
            String kind = json.kind("DistilBert", KINDS);
            Config config =
                    new Config(
                            kind,
                            json.positive("vocab_size", 30522),
                            json.positive("dim", 768),
                            json.positive("n_layers", 6),
                            json.positive("n_heads", 12),
                            json.positive("hidden_dim", 3072),
                            json.positive("max_position_embeddings", 512),
                            HiddenActivation.of(json, "activation", "gelu"),
                            json.flag("tie_word_embeddings", true),
                            kind.equals("ForMultipleChoice") ? 1 : json.labels());
            json.requireDivisor("n_heads", "dim", config.dim);
            return config;
        }

        /** Whether a whole text is classified. */
        boolean classifiesTexts() {
            return kind.equals("ForSequenceClassification") || kind.equals("ForMultipleChoice");
        }
    }

    /** Sum of two embeddings, normalised. */
    private static final class Embeddings extends Module {
        private final Child<Embedding> words;
        private final ChildLayer positions;
        private final ChildLayer norm;

        Embeddings(Config c) {
            words = child("word_embeddings", new Embedding(c.vocabularySize, c.dim));
            positions = layer("position_embeddings", new Embedding(c.positions, c.dim));
            norm = layer("LayerNorm", new LayerNorm(c.dim, EPS));
        }

        Array forward(Array ids, Array order) {
            return norm.forward(words.value().forward(ids).add(positions.forward(order)));
        }
    }

    private static final class SelfAttention extends Module {
        private final ChildLayer query;
        private final ChildLayer key;
        private final ChildLayer value;
        private final ChildLayer out;
        private final int heads;

        SelfAttention(Config c) {
            query = layer("q_lin", new Linear(c.dim, c.dim));
            key = layer("k_lin", new Linear(c.dim, c.dim));
            value = layer("v_lin", new Linear(c.dim, c.dim));
            out = layer("out_lin", new Linear(c.dim, c.dim));
            heads = c.heads;
        }

        Array forward(Array x, @Nullable Array mask) {
            Array q = Heads.split(query.forward(x), heads);
            Array k = Heads.split(key.forward(x), heads);
            Array v = Heads.split(value.forward(x), heads);
            double scale = 1 / Math.sqrt((double) q.shape().extent(-1));
            return out.forward(Heads.merge(Attention.scaledDotProduct(q, k, v, scale, mask)));
        }
    }

    /** Attention and feed-forward, each normalised after its residual is added. */
    private static final class Block extends Module {
        private final Child<SelfAttention> attention;
        private final ChildLayer attentionNorm;
        private final ChildLayer feedForward;
        private final ChildLayer outputNorm;

        Block(Config c) {
            attention = child("attention", new SelfAttention(c));
            attentionNorm = layer("sa_layer_norm", new LayerNorm(c.dim, EPS));
            feedForward =
                    layer(
                            "ffn",
                            new FeedForward(
                                    "lin1",
                                    new Linear(c.dim, c.hiddenDim),
                                    c.activation,
                                    "lin2",
                                    new Linear(c.hiddenDim, c.dim)));
            outputNorm = layer("output_layer_norm", new LayerNorm(c.dim, EPS));
        }

        Array forward(Array x, @Nullable Array mask) {
            Array attended = attentionNorm.forward(attention.value().forward(x, mask).add(x));
            return outputNorm.forward(feedForward.forward(attended).add(attended));
        }
    }

    private static final class Transformer extends Module {
        private final Children<Block> layers;

        Transformer(Config c) {
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < c.layers; i++) {
                blocks.add(new Block(c));
            }
            layers = children("layer", blocks);
        }
    }

    /** The output layer of the language model, whose weight may be the embedding. */
    private static final class Projector extends Module {
        private final Parameter weight;
        private final Parameter bias;

        Projector(Config c) {
            weight =
                    c.tiedWords
                            ? parameter("weight")
                            : parameter("weight", Array.zeros(DType.F32, c.vocabularySize, c.dim));
            bias = parameter("bias", Array.zeros(DType.F32, c.vocabularySize));
        }

        Array forward(Array x, Embedding words) {
            Array scores = weight.isPresent() ? x.matmul(weight.value().T()) : words.asLinear(x);
            return scores.add(bias.value());
        }
    }

    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "position_ids");

    private final Config config;
    private final Child<Embeddings> embeddings;
    private final Child<Transformer> transformer;

    /** The masked language model: transform, norm, projector. */
    private @Nullable ChildLayer transform;

    private @Nullable ChildLayer transformNorm;
    private @Nullable Child<Projector> projector;
    private @Nullable ChildLayer preClassifier;
    private @Nullable ChildLayer classifier;
    private @Nullable ChildLayer spans;

    private DistilBert(Config c) {
        config = c;
        embeddings = child("embeddings", new Embeddings(c));
        transformer = child("transformer", new Transformer(c));
        if (c.kind.equals("ForMaskedLM")) {
            transform = layer("vocab_transform", new Linear(c.dim, c.dim));
            transformNorm = layer("vocab_layer_norm", new LayerNorm(c.dim, EPS));
            projector = child("vocab_projector", new Projector(c));
        }
        if (c.classifiesTexts()) {
            preClassifier = layer("pre_classifier", new Linear(c.dim, c.dim));
        }
        if (c.classifiesTexts() || c.kind.equals("ForTokenClassification")) {
            classifier = layer("classifier", new Linear(c.dim, c.labels));
        }
        if (c.kind.equals("ForQuestionAnswering")) {
            spans = layer("qa_outputs", new Linear(c.dim, 2));
        }
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, INPUTS);
        long choices = 1;
        if (config.kind.equals("ForMultipleChoice")) {
            choices = inputs.choices("input_ids");
            inputs = inputs.withoutChoices();
        }
        Array ids = inputs.tokens("input_ids", config.positions, config.vocabularySize);
        Array order =
                inputs.optionalIds("position_ids", ids.shape(), config.positions)
                        .orElseGet(() -> Array.arange(DType.I64, ids.shape().extent(1)));
        Array mask = inputs.attention("attention_mask", ids.shape(), false);

        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array x = embeddings.value().forward(ids, order);
        outputs.put("hidden_states.0", x);
        for (int i = 0; i < config.layers; i++) {
            x = transformer.value().layers.get(i).forward(x, mask);
            outputs.put("hidden_states." + (i + 1), x);
        }
        outputs.put("last_hidden_state", x);
        addHeads(outputs, x, choices);
        return outputs;
    }

    private void addHeads(SequencedMap<String, Array> outputs, Array x, long choices) {
        if (transform != null && transformNorm != null && projector != null) {
            Array h = transformNorm.forward(config.activation.forward(transform.forward(x)));
            Embedding words = embeddings.value().words.value();
            outputs.put("logits", projector.value().forward(h, words));
        }
        if (classifier != null) {
            Array of = preClassifier == null ? x : preClassifier.forward(Heads.first(x)).maximum(0);
            Array logits = classifier.forward(of);
            boolean choice = config.kind.equals("ForMultipleChoice");
            outputs.put("logits", choice ? logits.reshape(-1, choices) : logits);
        }
        if (spans != null) {
            Heads.addSpans(outputs, spans.forward(x));
        }
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        int length = Math.min(config.positions, 16);
        Array ids = Inputs.sampleTokens(config.vocabularySize, length);
        boolean choice = config.kind.equals("ForMultipleChoice");
        inputs.put("input_ids", choice ? ids.expandDims(0) : ids);
        return inputs;
    }

    private static final class DistilBertFamily implements Family {
        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) {
            weights.drop(name -> name.endsWith("embeddings.position_ids"));
            weights.rename(name -> name.startsWith("distilbert.") ? name.substring(11) : name);
        }

        @Override
        public Map<String, String> ties(ModelConfig config) throws IOException {
            return config.flag("tie_word_embeddings", true)
                    ? Map.of("vocab_projector.weight", "embeddings.word_embeddings.weight")
                    : Map.of();
        }

        @Override
        public Model create(ModelConfig json, Set<String> names) throws IOException {
            return new DistilBert(Config.of(json));
        }
    }
}
