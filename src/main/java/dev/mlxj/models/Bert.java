package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Activations;
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
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * BERT: a stack of encoder layers over token, position and segment embeddings, with the heads that
 * the checkpoint has: pooler, masked language model, next sentence, classifier.
 *
 * <p>Inputs: {@code input_ids} [batch, length], and optionally {@code attention_mask} (1 where
 * there is a token) and {@code token_type_ids}, of the same shape. Outputs: {@code hidden_states.0
 * .. N}, {@code last_hidden_state} [batch, length, hidden], {@code pooler_output} [batch, hidden],
 * {@code logits}.
 *
 * @see <a href="https://arxiv.org/abs/1810.04805">Devlin et al., BERT</a>
 */
public final class Bert extends Model {
    static final Family FAMILY = new BertFamily();

    /** The values of {@code config.json} that change what is computed. */
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
            boolean tiedWords,
            int labels) {

        private static final Map<String, Layer> ACTIVATIONS =
                Map.of(
                        "gelu", Activations::gelu,
                        "gelu_new", Activations::geluApprox,
                        "gelu_pytorch_tanh", Activations::geluApprox,
                        "relu", Activations::relu,
                        "silu", Activations::silu,
                        "swish", Activations::silu,
                        "tanh", Activations::tanh);

        static Config of(ModelConfig json) throws IOException {
            json.choice("position_embedding_type", "absolute", Map.of("absolute", true));
            Config config =
                    new Config(
                            json.positive("vocab_size", 30522),
                            json.positive("hidden_size", 768),
                            json.positive("num_hidden_layers", 12),
                            json.positive("num_attention_heads", 12),
                            json.positive("intermediate_size", 3072),
                            json.positive("max_position_embeddings", 512),
                            json.positive("type_vocab_size", 2),
                            json.number("layer_norm_eps", 1e-12),
                            json.choice("hidden_act", "gelu", ACTIVATIONS),
                            json.flag("tie_word_embeddings", true),
                            labels(json));
            if (config.hiddenSize % config.heads != 0) {
                throw json.unexpected(
                        "num_attention_heads", "a divisor of hidden_size " + config.hiddenSize);
            }
            if (json.flag("is_decoder", false)) {
                throw json.unexpected("is_decoder", "false: only encoders are known here");
            }
            return config;
        }

        /** Of a classifier: transformers writes {@code num_labels} or a name for each. */
        private static int labels(ModelConfig json) throws IOException {
            Optional<ModelConfig> names = json.section("id2label");
            return names.isPresent() ? names.get().size() : json.positive("num_labels", 2);
        }
    }

    /** Sum of three embeddings, normalised. */
    private static final class Embeddings extends Module {
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

        Array forward(Array ids, Array types) {
            Array order = Array.arange(DType.I64, ids.shape().extent(1));
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
            Array q = split(query.forward(x));
            Array k = split(key.forward(x));
            Array v = split(value.forward(x));
            double scale = 1 / Math.sqrt((double) q.shape().extent(-1));
            Array context = Attention.scaledDotProduct(q, k, v, scale, mask);
            return context.transpose(0, 2, 1, 3).reshape(x.shape().toArray());
        }

        /** [batch, length, hidden] to [batch, heads, length, hidden / heads]. */
        private Array split(Array x) {
            long[] extents = x.shape().toArray();
            return x.reshape(extents[0], extents[1], heads, extents[2] / heads)
                    .transpose(0, 2, 1, 3);
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

    private static final class Encoder extends Module {
        private final Children<Block> layers;

        Encoder(Config c) {
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < c.layers; i++) {
                blocks.add(new Block(c));
            }
            layers = children("layer", blocks);
        }
    }

    /** The first token's last state through a dense layer: what sentences are classified by. */
    private static Activated pooler(Config c) {
        return new Activated(c.hiddenSize, c.hiddenSize, Activations::tanh);
    }

    /** {@code LayerNorm(activation(dense(x)))}, before the vocabulary. */
    private static final class Transform extends Module implements Layer {
        private final ChildLayer dense;
        private final ChildLayer norm;
        private final Layer activation;

        Transform(Config c) {
            dense = layer("dense", new Linear(c.hiddenSize, c.hiddenSize));
            norm = layer("LayerNorm", new LayerNorm(c.hiddenSize, c.layerNormEps));
            activation = c.activation;
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

        Predictions(Config c) {
            transform = layer("transform", new Transform(c));
            bias = parameter("bias", Array.zeros(DType.F32, c.vocabularySize));
            decoder =
                    c.tiedWords
                            ? null
                            : layer("decoder", new Linear(c.hiddenSize, c.vocabularySize, false));
        }

        Array forward(Array x, Embedding words) {
            Array h = transform.forward(x);
            Array scores = decoder == null ? words.asLinear(h) : decoder.forward(h);
            return scores.add(bias.value());
        }
    }

    /** What pre-training adds: word scores, and whether one sentence follows the other. */
    private static final class Heads extends Module {
        private final Child<Predictions> predictions;
        private final @Nullable ChildLayer nextSentence;

        Heads(Config c, boolean nextSentence) {
            predictions = child("predictions", new Predictions(c));
            this.nextSentence =
                    nextSentence ? layer("seq_relationship", new Linear(c.hiddenSize, 2)) : null;
        }
    }

    /**
     * The heads of a model.
     *
     * @param tokens whether the classifier is for each token, not for the whole
     */
    private record Parts(
            boolean pooler,
            boolean words,
            boolean nextSentence,
            boolean classifier,
            boolean tokens) {}

    private static final Set<String> INPUTS =
            Set.of("input_ids", "attention_mask", "token_type_ids");

    private final Config config;
    private final Parts parts;
    private final Child<Embeddings> embeddings;
    private final Child<Encoder> encoder;
    private final @Nullable ChildLayer pooler;
    private final @Nullable Child<Heads> cls;
    private final @Nullable ChildLayer classifier;

    private Bert(Config config, Parts parts) {
        this.config = config;
        this.parts = parts;
        embeddings = child("embeddings", new Embeddings(config));
        encoder = child("encoder", new Encoder(config));
        pooler = parts.pooler ? layer("pooler", pooler(config)) : null;
        cls = parts.words ? child("cls", new Heads(config, parts.nextSentence)) : null;
        classifier =
                parts.classifier
                        ? layer("classifier", new Linear(config.hiddenSize, config.labels))
                        : null;
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, INPUTS);
        Array ids = inputs.tokens("input_ids", config.positions, config.vocabularySize);
        Array types =
                inputs.optionalIds("token_type_ids", ids.shape(), config.tokenTypes)
                        .orElseGet(() -> Array.zeros(DType.I64, ids.shape().toArray()));
        Array mask =
                inputs.optional("attention_mask", ids.shape())
                        .map(tokens -> tokens.notEqual(0).expandDims(1, 2))
                        .orElse(null);

        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array x = embeddings.value().forward(ids, types);
        outputs.put("hidden_states.0", x);
        for (int i = 0; i < config.layers; i++) {
            x = encoder.value().layers.get(i).forward(x, mask);
            outputs.put("hidden_states." + (i + 1), x);
        }
        outputs.put("last_hidden_state", x);
        addHeads(outputs, x);
        return outputs;
    }

    private void addHeads(SequencedMap<String, Array> outputs, Array x) {
        Array pooled = null;
        if (pooler != null) {
            pooled = pooler.forward(x.slice(1, 0, 1).squeeze(1));
            outputs.put("pooler_output", pooled);
        }
        if (cls != null) {
            Heads heads = cls.value();
            Embedding words = embeddings.value().words.value();
            outputs.put("logits", heads.predictions.value().forward(x, words));
            if (heads.nextSentence != null && pooled != null) {
                outputs.put("seq_relationship_logits", heads.nextSentence.forward(pooled));
            }
        }
        if (classifier != null) {
            Array of = parts.tokens || pooled == null ? x : pooled;
            outputs.put("logits", classifier.forward(of));
        }
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        int length = Math.min(config.positions, 16);
        inputs.put("input_ids", Inputs.sampleTokens(config.vocabularySize, length));
        return inputs;
    }

    private static final class BertFamily implements Family {
        private static final Set<String> CLASSES =
                Set.of(
                        "BertModel",
                        "BertForMaskedLM",
                        "BertForPreTraining",
                        "BertForSequenceClassification",
                        "BertForTokenClassification");

        /**
         * Takes off the prefix that models with a head have; old checkpoints say gamma and beta.
         */
        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) {
            weights.drop(name -> name.endsWith("embeddings.position_ids"));
            weights.rename(BertFamily::parameterName);
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
            Config config = Config.of(json);
            List<String> classes = json.architectures();
            String name = classes.isEmpty() ? "BertModel" : classes.getFirst();
            if (!CLASSES.contains(name)) {
                throw json.unexpected("architectures", "one of " + new TreeSet<>(CLASSES));
            }
            boolean preTraining = name.equals("BertForPreTraining");
            boolean sentences = name.equals("BertForSequenceClassification");
            boolean tokens = name.equals("BertForTokenClassification");
            return new Bert(
                    config,
                    new Parts(
                            preTraining || sentences || has(names, "pooler."),
                            preTraining
                                    || name.equals("BertForMaskedLM")
                                    || has(names, "cls.predictions."),
                            preTraining || has(names, "cls.seq_relationship."),
                            sentences || tokens || has(names, "classifier."),
                            tokens));
        }

        private static boolean has(Set<String> names, String prefix) {
            return names.stream().anyMatch(name -> name.startsWith(prefix));
        }
    }
}
