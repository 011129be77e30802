package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.LayerNorm;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * BERT: a stack of encoder layers over token, position and segment embeddings, with the heads that
 * the checkpoint has: pooler, masked language model, next sentence, classifier, answer span.
 *
 * <p>Inputs: {@code input_ids} [batch, length], and optionally {@code attention_mask} (1 where
 * there is a token), {@code token_type_ids} and {@code position_ids}, of the same shape; all of
 * them [batch, choices, length] for multiple choice. Outputs: {@code hidden_states.0 .. N}, {@code
 * last_hidden_state} [batch, length, hidden], {@code pooler_output} [batch, hidden], {@code
 * logits}; {@code prediction_logits} and {@code seq_relationship_logits} of pre-training, {@code
 * start_logits} and {@code end_logits} of question answering.
 *
 * @see <a href="https://arxiv.org/abs/1810.04805">Devlin et al., BERT</a>
 */
public final class Bert extends Model {
    static final Family FAMILY = new BertFamily();

    /** {@code LayerNorm(activation(dense(x)))}, before the vocabulary. */
    private static final class Transform extends Module implements Layer {
        private final ChildLayer dense;
        private final ChildLayer norm;
        private final Layer activation;

        Transform(BertEncoder.Config c) {
            dense = layer("dense", new Linear(c.hiddenSize(), c.hiddenSize()));
            norm = layer("LayerNorm", new LayerNorm(c.hiddenSize(), c.layerNormEps()));
            activation = c.activation();
        }

        @Override
        public Array forward(Array x) {
            return norm.forward(activation.forward(dense.forward(x)));
        }
    }

    /** The masked language model: a score for each word of the vocabulary, at each place. */
    private static final class Predictions extends Module {
        private final ChildLayer transform;
        private final Parameter bias;
        private final @Nullable ChildLayer decoder;

        Predictions(BertEncoder.Config c, boolean tied) {
            transform = layer("transform", new Transform(c));
            bias = parameter("bias", Array.zeros(DType.F32, c.vocabularySize()));
            decoder =
                    tied
                            ? null
                            : layer(
                                    "decoder",
                                    new Linear(c.hiddenSize(), c.vocabularySize(), false));
        }

        Array forward(Array x, Embedding words) {
            Array h = transform.forward(x);
            Array scores = decoder == null ? words.asLinear(h) : decoder.forward(h);
            return scores.add(bias.value());
        }
    }

    /** What pre-training adds: word scores, and whether one sentence follows the other. */
    private static final class PreTraining extends Module {
        private final @Nullable Child<Predictions> predictions;
        private final @Nullable ChildLayer nextSentence;

        PreTraining(BertEncoder.Config c, Parts parts) {
            predictions =
                    parts.words ? child("predictions", new Predictions(c, parts.tiedWords)) : null;
            nextSentence =
                    parts.nextSentence
                            ? layer("seq_relationship", new Linear(c.hiddenSize(), 2))
                            : null;
        }
    }

    /**
     * The heads of a model.
     *
     * @param kind what the class of transformers is called after {@code Bert}
     * @param labels how many classes a classifier has; 0 where there is none
     */
    private record Parts(
            String kind,
            boolean pooler,
            boolean words,
            boolean tiedWords,
            boolean nextSentence,
            int labels,
            boolean spans) {}

    private static final Set<String> INPUTS =
            Set.of("input_ids", "attention_mask", "token_type_ids", "position_ids");

    private final BertEncoder.Config config;
    private final Parts parts;
    private final Child<BertEncoder.Embeddings> embeddings;
    private final Child<BertEncoder> encoder;
    private final @Nullable ChildLayer pooler;
    private final @Nullable Child<PreTraining> cls;
    private final @Nullable ChildLayer classifier;
    private final @Nullable ChildLayer spans;

    private Bert(BertEncoder.Config config, Parts parts) {
        this.config = config;
        this.parts = parts;
        embeddings = child("embeddings", new BertEncoder.Embeddings(config));
        encoder = child("encoder", new BertEncoder(config));
        pooler = parts.pooler ? layer("pooler", BertEncoder.pooler(config)) : null;
        cls =
                parts.words || parts.nextSentence
                        ? child("cls", new PreTraining(config, parts))
                        : null;
        classifier =
                parts.labels > 0
                        ? layer("classifier", new Linear(config.hiddenSize(), parts.labels))
                        : null;
        spans = parts.spans ? layer("qa_outputs", new Linear(config.hiddenSize(), 2)) : null;
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, INPUTS);
        long choices = 1;
        if (parts.kind.equals("ForMultipleChoice")) {
            choices = inputs.choices("input_ids");
            inputs = inputs.withoutChoices();
        }
        Array ids = inputs.tokens("input_ids", config.positions(), config.vocabularySize());
        Array types =
                inputs.optionalIds("token_type_ids", ids.shape(), config.tokenTypes())
                        .orElseGet(() -> Array.zeros(DType.I64, ids.shape().toArray()));
        Array order =
                inputs.optionalIds("position_ids", ids.shape(), config.positions())
                        .orElseGet(() -> Array.arange(DType.I64, ids.shape().extent(1)));
        Array mask = inputs.attention("attention_mask", ids.shape(), config.causal());

        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array embedded = embeddings.value().forward(ids, types, order);
        Array x = encoder.value().forward(embedded, mask, outputs);
        addHeads(outputs, x, choices);
        return outputs;
    }

    private void addHeads(SequencedMap<String, Array> outputs, Array x, long choices) {
        Array pooled = null;
        if (pooler != null) {
            pooled = pooler.forward(Heads.first(x));
            outputs.put("pooler_output", pooled);
        }
        if (cls != null && cls.value().predictions != null) {
            Array scores = cls.value().predictions.value().forward(x, embeddings.value().words());
            outputs.put(
                    parts.kind.equals("ForPreTraining") ? "prediction_logits" : "logits", scores);
        }
        if (cls != null && cls.value().nextSentence != null && pooled != null) {
            boolean alone = parts.kind.equals("ForNextSentencePrediction");
            outputs.put(
                    alone ? "logits" : "seq_relationship_logits",
                    cls.value().nextSentence.forward(pooled));
        }
        if (classifier != null) {
            boolean tokens = parts.kind.equals("ForTokenClassification");
            Array logits = classifier.forward(tokens || pooled == null ? x : pooled);
            outputs.put("logits", choices == 1 ? logits : logits.reshape(-1, choices));
        }
        if (spans != null) {
            Heads.addSpans(outputs, spans.forward(x));
        }
    }

    @Override
    public boolean predictsNext() {
        return config.causal() && parts.words;
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        int length = Math.min(config.positions(), 16);
        Array ids = Inputs.sampleTokens(config.vocabularySize(), length);
        boolean choice = parts.kind.equals("ForMultipleChoice");
        inputs.put("input_ids", choice ? ids.expandDims(0) : ids);
        return inputs;
    }

    private static final class BertFamily implements Family {
        private static final Set<String> KINDS =
                Set.of(
                        "Model",
                        "LMHeadModel",
                        "ForMaskedLM",
                        "ForPreTraining",
                        "ForNextSentencePrediction",
                        "ForSequenceClassification",
                        "ForTokenClassification",
                        "ForMultipleChoice",
                        "ForQuestionAnswering");

        /** Classes with one vector for the whole text. */
        private static final Set<String> POOLED =
                Set.of(
                        "ForPreTraining",
                        "ForNextSentencePrediction",
                        "ForSequenceClassification",
                        "ForMultipleChoice");

        /**
         * Takes off the prefix that models with a head have; old checkpoints say gamma and beta.
         */
        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) throws IOException {
            weights.drop(name -> name.endsWith("embeddings.position_ids"));
            weights.rename(BertFamily::parameterName);
            weights.keepOneBias(config, "cls.predictions.bias", "cls.predictions.decoder.bias");
        }

        private static String parameterName(String stored) {
            String name = stored.startsWith("bert.") ? stored.substring(5) : stored;
            if (name.endsWith("LayerNorm.gamma")) {
                return name.replace("LayerNorm.gamma", "LayerNorm.weight");
            }
            return name.endsWith("LayerNorm.beta")
                    ? name.replace("LayerNorm.beta", "LayerNorm.bias")
                    : name;
        }

        @Override
        public Map<String, String> ties(ModelConfig config) throws IOException {
            Map<String, String> ties = new LinkedHashMap<>();
            ties.put("cls.predictions.decoder.bias", "cls.predictions.bias");
            if (config.flag("tie_word_embeddings", true)) {
                ties.put("cls.predictions.decoder.weight", "embeddings.word_embeddings.weight");
            }
            return ties;
        }

        /** With the heads that the class needs, and those that the checkpoint has besides. */
        @Override
        public Model create(ModelConfig json, Set<String> names) throws IOException {
            String kind = json.kind("Bert", KINDS);
            boolean words =
                    kind.equals("ForMaskedLM")
                            || kind.equals("ForPreTraining")
                            || kind.equals("LMHeadModel");
            boolean next =
                    kind.equals("ForPreTraining") || kind.equals("ForNextSentencePrediction");
            boolean one = kind.equals("ForMultipleChoice");
            boolean classifier =
                    one
                            || kind.equals("ForSequenceClassification")
                            || kind.equals("ForTokenClassification")
                            || has(names, "classifier.");
            Parts parts =
                    new Parts(
                            kind,
                            POOLED.contains(kind) || has(names, "pooler."),
                            words || has(names, "cls.predictions."),
                            json.flag("tie_word_embeddings", true),
                            next || has(names, "cls.seq_relationship."),
                            classifier ? (one ? 1 : json.labels()) : 0,
                            kind.equals("ForQuestionAnswering") || has(names, "qa_outputs."));
            return new Bert(BertEncoder.Config.of(json, 30522), parts);
        }

        private static boolean has(Set<String> names, String prefix) {
            return names.stream().anyMatch(name -> name.startsWith(prefix));
        }
    }
}
