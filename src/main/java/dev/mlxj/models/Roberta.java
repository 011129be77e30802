package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Activations;
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
 * RoBERTa: BERT's encoder whose positions count tokens alone, beginning after the padding id, with
 * heads of its own.
 *
 * <p>Inputs and outputs as {@link Bert} has them; there is no next sentence.
 *
 * @see <a href="https://arxiv.org/abs/1907.11692">Liu et al., RoBERTa</a>
 */
public final class Roberta extends Model {
    static final Family FAMILY = new RobertaFamily();

    /** The language model: {@code LayerNorm(gelu(dense(x)))}, then a score for each word. */
    private static final class LanguageHead extends Module {
        private final ChildLayer dense;
        private final ChildLayer norm;
        private final Parameter bias;
        private final @Nullable ChildLayer decoder;

        LanguageHead(BertEncoder.Config c, boolean tied) {
            dense = layer("dense", new Linear(c.hiddenSize(), c.hiddenSize()));
            norm = layer("layer_norm", new LayerNorm(c.hiddenSize(), c.layerNormEps()));
            bias = parameter("bias", Array.zeros(DType.F32, c.vocabularySize()));
            decoder =
                    tied
                            ? null
                            : layer(
                                    "decoder",
                                    new Linear(c.hiddenSize(), c.vocabularySize(), false));
        }

        Array forward(Array x, Embedding words) {
            Array h = norm.forward(Activations.gelu(dense.forward(x)));
            Array scores = decoder == null ? words.asLinear(h) : decoder.forward(h);
            return scores.add(bias.value());
        }
    }

    /** Classifies a whole text by its first token. */
    private static final class TextClassifier extends Module implements Layer {
        private final ChildLayer dense;
        private final ChildLayer outProj;

        TextClassifier(int hiddenSize, int labels) {
            dense = layer("dense", new Linear(hiddenSize, hiddenSize));
            outProj = layer("out_proj", new Linear(hiddenSize, labels));
        }

        @Override
        public Array forward(Array x) {
            return outProj.forward(dense.forward(Heads.first(x)).tanh());
        }
    }

    /**
     * The heads of a model.
     *
     * @param kind what the class of transformers is called after {@code Roberta}
     */
    private record Parts(
            String kind, boolean pooler, boolean words, boolean tiedWords, int labels) {}

    private static final Set<String> INPUTS =
            Set.of("input_ids", "attention_mask", "token_type_ids", "position_ids");

    private final BertEncoder.Config config;
    private final int padding;
    private final Parts parts;
    private final Child<BertEncoder.Embeddings> embeddings;
    private final Child<BertEncoder> encoder;
    private final @Nullable ChildLayer pooler;
    private final @Nullable Child<LanguageHead> languageHead;
    private final @Nullable ChildLayer classifier;
    private final @Nullable ChildLayer spans;

    private Roberta(BertEncoder.Config config, int padding, Parts parts) {
        this.config = config;
        this.padding = padding;
        this.parts = parts;
        int hidden = config.hiddenSize();
        embeddings = child("embeddings", new BertEncoder.Embeddings(config));
        encoder = child("encoder", new BertEncoder(config));
        pooler = parts.pooler ? layer("pooler", BertEncoder.pooler(config)) : null;
        languageHead =
                parts.words ? child("lm_head", new LanguageHead(config, parts.tiedWords)) : null;
        classifier =
                switch (parts.kind) {
                    case "ForSequenceClassification" ->
                            layer("classifier", new TextClassifier(hidden, parts.labels));
                    case "ForTokenClassification" ->
                            layer("classifier", new Linear(hidden, parts.labels));
                    case "ForMultipleChoice" -> layer("classifier", new Linear(hidden, 1));
                    default -> null;
                };
        spans =
                parts.kind.equals("ForQuestionAnswering")
                        ? layer("qa_outputs", new Linear(hidden, 2))
                        : null;
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, INPUTS);
        long choices = 1;
        if (parts.kind.equals("ForMultipleChoice")) {
            choices = inputs.choices("input_ids");
            inputs = inputs.withoutChoices();
        }
        Array ids = inputs.tokens("input_ids", longest(), config.vocabularySize());
        Array types =
                inputs.optionalIds("token_type_ids", ids.shape(), config.tokenTypes())
                        .orElseGet(() -> Array.zeros(DType.I64, ids.shape().toArray()));
        Array order =
                inputs.optionalIds("position_ids", ids.shape(), config.positions())
                        .orElseGet(() -> positions(ids));
        Array mask = inputs.attention("attention_mask", ids.shape(), config.causal());

        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array embedded = embeddings.value().forward(ids, types, order);
        addHeads(outputs, encoder.value().forward(embedded, mask, outputs), choices);
        return outputs;
    }

    private int longest() {
        return config.positions() - padding - 1;
    }

    /**
     * {@code padding + 1, padding + 2, ..} over the tokens that are not padding, which has its id.
     */
    private Array positions(Array ids) {
        Array tokens = ids.notEqual(padding).astype(DType.I64);
        return tokens.cumsum(1).multiply(tokens).add(padding);
    }

    private void addHeads(SequencedMap<String, Array> outputs, Array x, long choices) {
        Array pooled = null;
        if (pooler != null) {
            pooled = pooler.forward(Heads.first(x));
            outputs.put("pooler_output", pooled);
        }
        if (languageHead != null) {
            Embedding words = embeddings.value().words();
            outputs.put("logits", languageHead.value().forward(x, words));
        }
        if (classifier != null) {
            boolean choice = parts.kind.equals("ForMultipleChoice");
            Array logits = classifier.forward(choice && pooled != null ? pooled : x);
            outputs.put("logits", choice ? logits.reshape(-1, choices) : logits);
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
        Array ids = Inputs.sampleTokens(config.vocabularySize(), Math.min(longest(), 16));
        boolean choice = parts.kind.equals("ForMultipleChoice");
        inputs.put("input_ids", choice ? ids.expandDims(0) : ids);
        return inputs;
    }

    private static final class RobertaFamily implements Family {
        private static final Set<String> KINDS =
                Set.of(
                        "Model",
                        "ForCausalLM",
                        "ForMaskedLM",
                        "ForSequenceClassification",
                        "ForTokenClassification",
                        "ForMultipleChoice",
                        "ForQuestionAnswering");

        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) throws IOException {
            weights.drop(name -> name.endsWith("embeddings.position_ids"));
            weights.rename(name -> name.startsWith("roberta.") ? name.substring(8) : name);
            weights.keepOneBias(config, "lm_head.bias", "lm_head.decoder.bias");
        }

        @Override
        public Map<String, String> ties(ModelConfig config) throws IOException {
            Map<String, String> ties = new LinkedHashMap<>();
            ties.put("lm_head.decoder.bias", "lm_head.bias");
            if (config.flag("tie_word_embeddings", true)) {
                ties.put("lm_head.decoder.weight", "embeddings.word_embeddings.weight");
            }
            return ties;
        }

        /** With the heads that the class needs, and those that the checkpoint has besides. */
        @Override
        public Model create(ModelConfig json, Set<String> names) throws IOException {
            String kind = json.kind("Roberta", KINDS);
            BertEncoder.Config config = BertEncoder.Config.of(json, 50265);
            int padding = json.notNegative("pad_token_id", 1);
            if (padding + 1 >= config.positions()) {
                throw json.unexpected(
                        "pad_token_id",
                        "less than max_position_embeddings " + config.positions() + " - 1");
            }
            boolean words = kind.equals("ForMaskedLM") || kind.equals("ForCausalLM");
            Parts parts =
                    new Parts(
                            kind,
                            kind.equals("ForMultipleChoice")
                                    || names.contains("pooler.dense.weight"),
                            words || names.contains("lm_head.bias"),
                            json.flag("tie_word_embeddings", true),
                            json.labels());
            return new Roberta(config, padding, parts);
        }
    }
}
