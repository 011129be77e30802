package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.RMSNorm;
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
 * T5: an encoder and a decoder whose attention knows positions by a bias for each distance, and
 * whose scores are not scaled. Also the encoder alone, and the heads that classify.
 *
 * <p>Inputs: {@code input_ids} and {@code decoder_input_ids} [batch, length], and optionally {@code
 * attention_mask} and {@code decoder_attention_mask} of these shapes. A classifier takes the input
 * moved right by one where there are no {@code decoder_input_ids}. Outputs: {@code
 * encoder_hidden_states.0 .. N}, {@code encoder_last_hidden_state}, {@code decoder_hidden_states.0
 * .. M}, of which the last are normalised, and {@code logits}, {@code start_logits} and {@code
 * end_logits}, or {@code last_hidden_state}. Without a decoder {@code hidden_states.0 .. N} and
 * {@code last_hidden_state}.
 *
 * @see <a href="https://arxiv.org/abs/1910.10683">Raffel et al., Exploring the Limits of Transfer
 *     Learning</a>
 */
public final class T5 extends Model {
    static final Family FAMILY = new T5Family();

    /** The values of {@code config.json} that change what is computed. */
    private record Config(
            String kind,
            int vocabularySize,
            int dModel,
            int headDims,
            int dFf,
            int encoderLayers,
            int decoderLayers,
            int heads,
            T5Buckets buckets,
            double eps,
            Layer activation,
            boolean gated,
            boolean scalesOutput,
            int labels,
            int start,
            int end) {

        private static final Set<String> KINDS =
                Set.of(
                        "Model",
                        "EncoderModel",
                        "ForConditionalGeneration",
                        "ForSequenceClassification",
                        "ForTokenClassification",
                        "ForQuestionAnswering");

        static Config of(ModelConfig json) throws IOException {
            int layers = json.positive("num_layers", 6);
            String feedForward = json.text("feed_forward_proj", "relu");
            boolean gated = feedForward.startsWith("gated-");
            String function = gated ? feedForward.substring(6) : feedForward;
            if (gated && function.equals("gelu")) {
                function = "gelu_new";
            }
            String key = json.has("dense_act_fn") ? "dense_act_fn" : "feed_forward_proj";
            Layer activation =
                    key.equals("dense_act_fn")
                            ? HiddenActivation.of(json, key, function)
                            : HiddenActivation.named(json, key, function);
            return new Config(
                    json.kind("T5", KINDS),
                    json.positive("vocab_size", 32128),
                    json.positive("d_model", 512),
                    json.positive("d_kv", 64),
                    json.positive("d_ff", 2048),
                    layers,
                    json.positive("num_decoder_layers", layers),
                    json.positive("num_heads", 8),
                    T5Buckets.of(json),
                    json.number("layer_norm_epsilon", 1e-6),
                    activation,
                    json.flag("is_gated_act", gated),
                    json.flag("scale_decoder_outputs", json.flag("tie_word_embeddings", true)),
                    json.labels(),
                    json.notNegative("decoder_start_token_id", json.notNegative("pad_token_id", 0)),
                    json.notNegative("eos_token_id", 1));
        }

        boolean hasDecoder() {
            return !kind.equals("EncoderModel") && !kind.equals("ForTokenClassification");
        }

        /** Whether the decoder may be given the encoder's input. */
        boolean shiftsInput() {
            return kind.equals("ForSequenceClassification") || kind.equals("ForQuestionAnswering");
        }
    }

    /**
     * What every layer of a stack sees.
     *
     * @param bias added to the scores of self-attention; {@code -inf} where nothing may be seen
     * @param encoded what the encoder made of its input; null in the encoder
     * @param encodedMask which of it may be seen; null if all
     */
    private record Context(Array bias, @Nullable Array encoded, @Nullable Array encodedMask) {}

    /** A layer of a block: {@code x + f(norm(x))}. */
    private interface SubLayer {
        Array forward(Array x, Context context);
    }

    private static final class T5Attention extends Module {
        private final ChildLayer query;
        private final ChildLayer key;
        private final ChildLayer value;
        private final ChildLayer out;
        private final @Nullable Child<Embedding> distances;
        private final int heads;

        /**
         * Attention.
         *
         * @param biased whether this is the layer of its stack that has the bias for each distance
         */
        T5Attention(Config c, boolean biased) {
            int inner = c.heads * c.headDims;
            query = layer("q", new Linear(c.dModel, inner, false));
            key = layer("k", new Linear(c.dModel, inner, false));
            value = layer("v", new Linear(c.dModel, inner, false));
            out = layer("o", new Linear(inner, c.dModel, false));
            distances =
                    biased
                            ? child(
                                    "relative_attention_bias",
                                    new Embedding(c.buckets.count(), c.heads))
                            : null;
            heads = c.heads;
        }

        Array forward(Array x, Array seen, @Nullable Array mask) {
            Array q = Heads.split(query.forward(x), heads);
            Array k = Heads.split(key.forward(seen), heads);
            Array v = Heads.split(value.forward(seen), heads);
            return out.forward(Heads.merge(Attention.scaledDotProduct(q, k, v, 1, mask)));
        }
    }

    private static final class SelfAttention extends Module implements SubLayer {
        private final Child<T5Attention> attention;
        private final ChildLayer norm;

        SelfAttention(Config c, boolean biased) {
            attention = child("SelfAttention", new T5Attention(c, biased));
            norm = layer("layer_norm", new RMSNorm(c.dModel, c.eps));
        }

        @Override
        public Array forward(Array x, Context context) {
            Array h = norm.forward(x);
            return x.add(attention.value().forward(h, h, context.bias));
        }
    }

    private static final class CrossAttention extends Module implements SubLayer {
        private final Child<T5Attention> attention;
        private final ChildLayer norm;

        CrossAttention(Config c) {
            attention = child("EncDecAttention", new T5Attention(c, false));
            norm = layer("layer_norm", new RMSNorm(c.dModel, c.eps));
        }

        @Override
        public Array forward(Array x, Context context) {
            Array encoded = context.encoded;
            if (encoded == null) {
                throw new IllegalStateException("T5: a decoder without an encoder");
            }
            Array h = norm.forward(x);
            return x.add(attention.value().forward(h, encoded, context.encodedMask));
        }
    }

    /** {@code wo(activation(wi(x)))}, or with a second factor {@code wi_1(x)}. */
    private static final class Dense extends Module implements Layer {
        private final ChildLayer in;
        private final @Nullable ChildLayer factor;
        private final ChildLayer out;
        private final Layer activation;

        Dense(Config c) {
            in = layer(c.gated ? "wi_0" : "wi", new Linear(c.dModel, c.dFf, false));
            factor = c.gated ? layer("wi_1", new Linear(c.dModel, c.dFf, false)) : null;
            out = layer("wo", new Linear(c.dFf, c.dModel, false));
            activation = c.activation;
        }

        @Override
        public Array forward(Array x) {
            Array h = activation.forward(in.forward(x));
            return out.forward(factor == null ? h : h.multiply(factor.forward(x)));
        }
    }

    private static final class FeedForward extends Module implements SubLayer {
        private final ChildLayer dense;
        private final ChildLayer norm;

        FeedForward(Config c) {
            dense = layer("DenseReluDense", new Dense(c));
            norm = layer("layer_norm", new RMSNorm(c.dModel, c.eps));
        }

        @Override
        public Array forward(Array x, Context context) {
            return x.add(dense.forward(norm.forward(x)));
        }
    }

    private static final class Block extends Module {
        private final Children<SubLayer> layers;

        Block(Config c, SelfAttention attention, boolean decoder) {
            List<SubLayer> parts = new ArrayList<>();
            parts.add(attention);
            if (decoder) {
                parts.add(new CrossAttention(c));
            }
            parts.add(new FeedForward(c));
            layers = children("layer", parts);
        }
    }

    /** The encoder or the decoder. */
    private static final class Stack extends Module {
        private final Children<Block> blocks;
        private final ChildLayer norm;
        private final @Nullable Child<Embedding> distances;
        private final T5Buckets buckets;
        private final boolean decoder;

        Stack(Config c, boolean decoder) {
            this.decoder = decoder;
            buckets = c.buckets;
            SelfAttention first = new SelfAttention(c, true);
            distances = first.attention.value().distances;
            List<Block> parts = new ArrayList<>();
            for (int i = 0; i < (decoder ? c.decoderLayers : c.encoderLayers); i++) {
                SelfAttention attention = i == 0 ? first : new SelfAttention(c, false);
                parts.add(new Block(c, attention, decoder));
            }
            blocks = children("block", parts);
            norm = layer("final_layer_norm", new RMSNorm(c.dModel, c.eps));
        }

        /**
         * Runs the stack.
         *
         * @param mask which keys a query may see; null if all
         * @param name of the states among the outputs
         */
        Array forward(
                Array embedded,
                @Nullable Array mask,
                @Nullable Array encoded,
                @Nullable Array encodedMask,
                String name,
                SequencedMap<String, Array> outputs) {
            int length = Math.toIntExact(embedded.shape().extent(1));
            Context context = new Context(bias(length, mask), encoded, encodedMask);
            Array x = embedded;
            for (int i = 0; i < blocks.size(); i++) {
                outputs.put(name + "." + i, x);
                for (SubLayer layer : blocks.get(i).layers) {
                    x = layer.forward(x, context);
                }
            }
            x = norm.forward(x);
            outputs.put(name + "." + blocks.size(), x);
            return x;
        }

        /** [1 or batch, heads, length, length]. */
        private Array bias(int length, @Nullable Array mask) {
            if (distances == null) {
                throw new IllegalStateException("T5: the first layer has no bias");
            }
            Array places = buckets.between(length, decoder);
            Array bias = distances.value().forward(places).transpose(2, 0, 1).expandDims(0);
            return mask == null
                    ? bias
                    : Array.where(mask, bias, Array.full(bias.dtype(), Double.NEGATIVE_INFINITY));
        }
    }

    /** Classifies a text by one state of the decoder. */
    private static final class ClassificationHead extends Module implements Layer {
        private final ChildLayer dense;
        private final ChildLayer outProj;

        ClassificationHead(Config c) {
            dense = layer("dense", new Linear(c.dModel, c.dModel));
            outProj = layer("out_proj", new Linear(c.dModel, c.labels));
        }

        @Override
        public Array forward(Array x) {
            return outProj.forward(dense.forward(x).tanh());
        }
    }

    private static final Set<String> INPUTS =
            Set.of("input_ids", "attention_mask", "decoder_input_ids", "decoder_attention_mask");

    private final Config config;
    private final Child<Embedding> shared;
    private final Child<Stack> encoder;
    private @Nullable Child<Stack> decoder;

    /** What makes logits of the last states; null where the embedding does, or nothing. */
    private @Nullable ChildLayer head;

    /**
     * A model.
     *
     * @param ownHead whether the scores of words have a projection of their own
     */
    private T5(Config c, boolean ownHead) {
        config = c;
        shared = child("shared", new Embedding(c.vocabularySize, c.dModel));
        encoder = child("encoder", new Stack(c, false));
        if (c.hasDecoder()) {
            decoder = child("decoder", new Stack(c, true));
        }
        head =
                switch (c.kind) {
                    case "ForConditionalGeneration" ->
                            ownHead
                                    ? layer(
                                            "lm_head",
                                            new Linear(c.dModel, c.vocabularySize, false))
                                    : null;
                    case "ForSequenceClassification" ->
                            layer("classification_head", new ClassificationHead(c));
                    case "ForTokenClassification" ->
                            layer("classifier", new Linear(c.dModel, c.labels));
                    case "ForQuestionAnswering" -> layer("qa_outputs", new Linear(c.dModel, 2));
                    default -> null;
                };
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, INPUTS);
        Array ids = inputs.tokens("input_ids", Integer.MAX_VALUE, config.vocabularySize);
        Array mask = inputs.attention("attention_mask", ids.shape(), false);
        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array embedded = shared.value().forward(ids);
        if (decoder == null) {
            String states = "hidden_states";
            Array x = encoder.value().forward(embedded, mask, null, null, states, outputs);
            outputs.put("last_hidden_state", x);
            if (head != null) {
                outputs.put("logits", head.forward(x));
            }
            return outputs;
        }
        String states = "encoder_hidden_states";
        Array encoded = encoder.value().forward(embedded, mask, null, null, states, outputs);
        outputs.put("encoder_last_hidden_state", encoded);

        Array target =
                config.shiftsInput() && !named.containsKey("decoder_input_ids")
                        ? movedRight(ids)
                        : inputs.tokens(
                                "decoder_input_ids", Integer.MAX_VALUE, config.vocabularySize);
        Array earlier = inputs.attention("decoder_attention_mask", target.shape(), true);
        Array begun = shared.value().forward(target);
        states = "decoder_hidden_states";
        Array x = decoder.value().forward(begun, earlier, encoded, mask, states, outputs);
        addHead(outputs, x, ids);
        return outputs;
    }

    private Array movedRight(Array ids) {
        Array start = Array.full(ids.dtype(), (long) config.start, ids.shape().extent(0), 1);
        return Array.concatenate(List.of(start, ids.slice(1, 0, ids.shape().extent(1) - 1)), 1);
    }

    private void addHead(SequencedMap<String, Array> outputs, Array x, Array ids) {
        switch (config.kind) {
            case "ForConditionalGeneration" -> {
                Array scaled = config.scalesOutput ? x.multiply(1 / Math.sqrt(config.dModel)) : x;
                outputs.put(
                        "logits",
                        head == null ? shared.value().asLinear(scaled) : head.forward(scaled));
            }
            case "ForSequenceClassification" ->
                    outputs.put("logits", requireHead().forward(atLastEnd(x, ids)));
            case "ForQuestionAnswering" -> Heads.addSpans(outputs, requireHead().forward(x));
            default -> outputs.put("last_hidden_state", x);
        }
    }

    private Layer requireHead() {
        if (head == null) {
            throw new IllegalStateException("T5: there is no head");
        }
        return head;
    }

    /** The state at the last end token of each row of the input. */
    private Array atLastEnd(Array x, Array ids) {
        if (!ids.shape().toList().equals(x.shape().toList().subList(0, 2))) {
            throw new IllegalArgumentException(
                    "inputs: 'decoder_input_ids' must be as long as 'input_ids', %s"
                            .formatted(ids.shape()));
        }
        Array ends = ids.equal(config.end);
        if (!ends.any(1).all().itemBoolean()) {
            throw new IllegalArgumentException(
                    "inputs: a row of 'input_ids' has no end token " + config.end);
        }
        Array places = Array.arange(DType.I64, ids.shape().extent(1)).add(1);
        Array counted = ends.astype(DType.I64).multiply(places);
        Array last = counted.maxKeepDims(1).equal(counted).logicalAnd(ends).expandDims(-1);
        return Array.where(last, x, Array.zeros(x.dtype())).sum(1);
    }

    @Override
    boolean scoresWords() {
        return config.kind.equals("ForConditionalGeneration");
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        Array ids = Inputs.sampleTokens(config.vocabularySize, 16);
        if (config.kind.equals("ForSequenceClassification")) {
            Array end = Array.full(DType.I64, (long) config.end, 2, 1);
            ids = Array.concatenate(List.of(ids.slice(1, 0, 15), end), 1);
        }
        inputs.put("input_ids", ids);
        if (config.hasDecoder()) {
            inputs.put("decoder_input_ids", movedRight(ids));
        }
        return inputs;
    }

    private static final class T5Family implements Family {
        /** A table that old checkpoints have and no version ever used. */
        private static final String UNUSED =
                "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight";

        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) {
            weights.rename(name -> name.startsWith("transformer.") ? name.substring(12) : name);
            weights.drop(UNUSED::equals);
        }

        @Override
        public Map<String, String> ties(ModelConfig config) throws IOException {
            Map<String, String> ties = new LinkedHashMap<>();
            ties.put("encoder.embed_tokens.weight", "shared.weight");
            ties.put("decoder.embed_tokens.weight", "shared.weight");
            if (config.flag("tie_word_embeddings", true)) {
                ties.put("lm_head.weight", "shared.weight");
            }
            return ties;
        }

        /** Also where words are not tied a checkpoint may leave the head to the embedding. */
        @Override
        public Model create(ModelConfig json, Set<String> names) throws IOException {
            return new T5(Config.of(json), names.contains("lm_head.weight"));
        }
    }
}
