package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.array.op.Convolution;
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
import java.util.SequencedMap;
import java.util.Set;

/**
 * Whisper: two convolutions and an encoder over the mel spectrogram of speech, and a decoder that
 * writes what was said; or the encoder with a classifier, or the decoder alone.
 *
 * <p>Inputs: {@code input_features} [batch, mels, frames], {@code decoder_input_ids} [batch,
 * length], and optionally {@code decoder_attention_mask} [batch, length]. An {@code attention_mask}
 * of the frames may be given and is not used. Outputs: {@code encoder_hidden_states.0 .. N}, {@code
 * encoder_last_hidden_state} [batch, frames / 2, hidden], {@code decoder_hidden_states.0 .. M}, of
 * which the last are normalised, and {@code logits} [batch, length, vocabulary] or {@code
 * last_hidden_state}. One half alone gives {@code hidden_states.0 .. N} and {@code logits}; the
 * decoder alone takes {@code input_ids} and {@code attention_mask}.
 *
 * @see <a href="https://arxiv.org/abs/2212.04356">Radford et al., Robust Speech Recognition via
 *     Large-Scale Weak Supervision</a>
 */
public final class Whisper extends Model {
    static final Family FAMILY = new WhisperFamily();

    /** The values of {@code config.json} that change what is computed. */
    private record Config(
            String kind,
            int vocabularySize,
            int mels,
            int dModel,
            int encoderLayers,
            int encoderHeads,
            int encoderWidth,
            int decoderLayers,
            int decoderHeads,
            int decoderWidth,
            int sourcePositions,
            int targetPositions,
            Layer activation,
            boolean tiedWords,
            int labels,
            int classifierSize,
            boolean weightedSum) {

        private static final Set<String> KINDS =
                Set.of(
                        "Model",
                        "ForConditionalGeneration",
                        "ForCausalLM",
                        "ForAudioClassification");

        static Config of(ModelConfig json) throws IOException {
            Config config =
                    new Config(
                            json.kind("Whisper", KINDS),
                            json.positive("vocab_size", 51865),
                            json.positive("num_mel_bins", 80),
                            json.positive("d_model", 384),
                            json.positive("encoder_layers", 4),
                            json.positive("encoder_attention_heads", 6),
                            json.positive("encoder_ffn_dim", 1536),
                            json.positive("decoder_layers", 4),
                            json.positive("decoder_attention_heads", 6),
                            json.positive("decoder_ffn_dim", 1536),
                            json.positive("max_source_positions", 1500),
                            json.positive("max_target_positions", 448),
                            HiddenActivation.of(json, "activation_function", "gelu"),
                            json.flag("tie_word_embeddings", true),
                            json.labels(),
                            json.positive("classifier_proj_size", 256),
                            json.flag("use_weighted_layer_sum", false));
            json.requireDivisor("encoder_attention_heads", "d_model", config.dModel);
            json.requireDivisor("decoder_attention_heads", "d_model", config.dModel);
            return config;
        }

        boolean hasEncoder() {
            return !kind.equals("ForCausalLM");
        }

        boolean hasDecoder() {
            return !kind.equals("ForAudioClassification");
        }

        boolean hasWords() {
            return kind.equals("ForConditionalGeneration") || kind.equals("ForCausalLM");
        }
    }

    /**
     * A convolution over three frames with a frame of zeros on both sides, then gelu; the weight is
     * [out, in, 3] as checkpoints have it.
     */
    private static final class Frames extends Module implements Layer {
        private final Parameter weight;
        private final Parameter bias;
        private final int stride;

        Frames(int from, int to, int stride) {
            weight = parameter("weight", Array.zeros(to, from, 3));
            bias = parameter("bias", Array.zeros(DType.F32, to));
            this.stride = stride;
        }

        @Override
        public Array forward(Array x) {
            Convolution convolution = Convolution.of(List.of(stride), List.of(1), List.of(1), 1);
            Array y = convolution.apply(x, weight.value().transpose(0, 2, 1));
            return Activations.gelu(y.add(bias.value()));
        }
    }

    private static final class MultiHeadAttention extends Module {
        private final ChildLayer key;
        private final ChildLayer value;
        private final ChildLayer query;
        private final ChildLayer out;
        private final int heads;

        MultiHeadAttention(int dims, int heads) {
            key = layer("k_proj", new Linear(dims, dims, false));
            value = layer("v_proj", new Linear(dims, dims));
            query = layer("q_proj", new Linear(dims, dims));
            out = layer("out_proj", new Linear(dims, dims));
            this.heads = heads;
        }

        Array forward(Array x, Array seen, @Nullable Array mask) {
            Array q = Heads.split(query.forward(x), heads);
            Array k = Heads.split(key.forward(seen), heads);
            Array v = Heads.split(value.forward(seen), heads);
            double scale = 1 / Math.sqrt((double) q.shape().extent(-1));
            return out.forward(Heads.merge(Attention.scaledDotProduct(q, k, v, scale, mask)));
        }
    }

    /**
     * Attention, in the decoder also to what was heard, and feed-forward, each normalised first.
     */
    private static final class Block extends Module {
        private final Child<MultiHeadAttention> attention;
        private final ChildLayer attentionNorm;
        private @Nullable Child<MultiHeadAttention> crossAttention;
        private @Nullable ChildLayer crossNorm;
        private final ChildLayer up;
        private final ChildLayer down;
        private final ChildLayer norm;
        private final Layer activation;

        Block(int dims, int heads, int width, Layer activation, boolean decoder) {
            this.activation = activation;
            attention = child("self_attn", new MultiHeadAttention(dims, heads));
            attentionNorm = layer("self_attn_layer_norm", new LayerNorm(dims));
            if (decoder) {
                crossAttention = child("encoder_attn", new MultiHeadAttention(dims, heads));
                crossNorm = layer("encoder_attn_layer_norm", new LayerNorm(dims));
            }
            up = layer("fc1", new Linear(dims, width));
            down = layer("fc2", new Linear(width, dims));
            norm = layer("final_layer_norm", new LayerNorm(dims));
        }

        Array forward(Array input, @Nullable Array mask, @Nullable Array heard) {
            Array h = attentionNorm.forward(input);
            Array x = input.add(attention.value().forward(h, h, mask));
            if (crossAttention != null && crossNorm != null && heard != null) {
                h = crossNorm.forward(x);
                x = x.add(crossAttention.value().forward(h, heard, null));
            }
            return x.add(down.forward(activation.forward(up.forward(norm.forward(x)))));
        }
    }

    /** What encoder and decoder have in common: layers and a norm. */
    private abstract static class Stack extends Module {
        private final Children<Block> layers;
        private final ChildLayer norm;

        Stack(Config c, int count, int heads, int width, boolean decoder) {
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                blocks.add(new Block(c.dModel, heads, width, c.activation, decoder));
            }
            layers = children("layers", blocks);
            norm = layer("layer_norm", new LayerNorm(c.dModel));
        }

        /** Runs the layers; {@code outputs} gets the states under {@code name}. */
        Array run(
                Array embedded,
                @Nullable Array mask,
                @Nullable Array heard,
                String name,
                SequencedMap<String, Array> outputs) {
            Array x = embedded;
            for (int i = 0; i < layers.size(); i++) {
                outputs.put(name + "." + i, x);
                x = layers.get(i).forward(x, mask, heard);
            }
            x = norm.forward(x);
            outputs.put(name + "." + layers.size(), x);
            return x;
        }
    }

    private static final class Encoder extends Stack {
        private final ChildLayer conv1;
        private final ChildLayer conv2;
        private final Child<Embedding> positions;

        Encoder(Config c) {
            super(c, c.encoderLayers, c.encoderHeads, c.encoderWidth, false);
            conv1 = layer("conv1", new Frames(c.mels, c.dModel, 1));
            conv2 = layer("conv2", new Frames(c.dModel, c.dModel, 2));
            positions = child("embed_positions", new Embedding(c.sourcePositions, c.dModel));
        }

        /** [batch, mels, frames] to [batch, frames / 2, hidden]. */
        Array embed(Array features) {
            Array x = conv2.forward(conv1.forward(features.transpose(0, 2, 1)));
            return x.add(positions.value().weight().value());
        }
    }

    private static final class Decoder extends Stack {
        private final Child<Embedding> tokens;
        private final ChildLayer positions;

        Decoder(Config c) {
            super(c, c.decoderLayers, c.decoderHeads, c.decoderWidth, true);
            tokens = child("embed_tokens", new Embedding(c.vocabularySize, c.dModel));
            positions = layer("embed_positions", new Embedding(c.targetPositions, c.dModel));
        }

        Array embed(Array ids) {
            Array order = Array.arange(DType.I64, ids.shape().extent(1));
            return tokens.value().forward(ids).add(positions.forward(order));
        }
    }

    private final Config config;
    private @Nullable Child<Encoder> encoder;
    private @Nullable Child<Decoder> decoder;
    private @Nullable ChildLayer projection;
    private @Nullable Parameter layerWeights;
    private @Nullable ChildLayer projector;
    private @Nullable ChildLayer classifier;

    private Whisper(Config c) {
        config = c;
        if (c.hasEncoder()) {
            encoder = child("encoder", new Encoder(c));
        }
        if (c.hasDecoder()) {
            decoder = child("decoder", new Decoder(c));
        } else {
            if (c.weightedSum) {
                layerWeights = parameter("layer_weights", Array.ones(c.encoderLayers + 1));
            }
            projector = layer("projector", new Linear(c.dModel, c.classifierSize));
            classifier = layer("classifier", new Linear(c.classifierSize, c.labels));
        }
        if (c.hasWords() && !c.tiedWords) {
            projection = layer("proj_out", new Linear(c.dModel, c.vocabularySize, false));
        }
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, inputNames());
        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array heard = null;
        if (encoder != null) {
            Array features =
                    inputs.features("input_features", config.mels, 2 * config.sourcePositions);
            String states = decoder == null ? "hidden_states" : "encoder_hidden_states";
            Encoder listening = encoder.value();
            heard = listening.run(listening.embed(features), null, null, states, outputs);
        }
        if (decoder == null) {
            outputs.put("logits", classify(outputs));
            return outputs;
        }
        boolean alone = heard == null;
        if (heard != null) {
            outputs.put("encoder_last_hidden_state", heard);
        }
        Array ids =
                inputs.tokens(
                        alone ? "input_ids" : "decoder_input_ids",
                        config.targetPositions,
                        config.vocabularySize);
        Array mask =
                inputs.attention(
                        alone ? "attention_mask" : "decoder_attention_mask", ids.shape(), true);
        Decoder writing = decoder.value();
        String states = alone ? "hidden_states" : "decoder_hidden_states";
        Array x = writing.run(writing.embed(ids), mask, heard, states, outputs);
        if (!config.hasWords()) {
            outputs.put("last_hidden_state", x);
        } else {
            outputs.put(
                    "logits",
                    projection == null
                            ? writing.tokens.value().asLinear(x)
                            : projection.forward(x));
        }
        return outputs;
    }

    /** By the mean over the frames, of the last states or of the weighted sum of all. */
    private Array classify(SequencedMap<String, Array> states) {
        Array x = states.lastEntry().getValue();
        if (layerWeights != null) {
            Array stacked = Array.stack(List.copyOf(states.values()), 1);
            Array weights = layerWeights.value().softmax(-1).reshape(-1, 1, 1);
            x = stacked.multiply(weights).sum(1);
        }
        if (projector == null || classifier == null) {
            throw new IllegalStateException("Whisper: there is no classifier");
        }
        return classifier.forward(projector.forward(x).mean(1));
    }

    private Set<String> inputNames() {
        if (encoder == null) {
            return Set.of("input_ids", "attention_mask");
        }
        return decoder == null
                ? Set.of("input_features", "attention_mask")
                : Set.of(
                        "input_features",
                        "attention_mask",
                        "decoder_input_ids",
                        "decoder_attention_mask");
    }

    @Override
    boolean scoresWords() {
        return config.hasWords();
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        if (encoder != null) {
            inputs.put(
                    "input_features",
                    Inputs.samplePixels(1, config.mels, 2 * config.sourcePositions).squeeze(1));
        }
        if (decoder != null) {
            int length = Math.min(config.targetPositions, 16);
            inputs.put(
                    encoder == null ? "input_ids" : "decoder_input_ids",
                    Inputs.sampleTokens(config.vocabularySize, length));
        }
        return inputs;
    }

    private static final class WhisperFamily implements Family {
        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) {
            weights.rename(name -> name.startsWith("model.") ? name.substring(6) : name);
        }

        @Override
        public Map<String, String> ties(ModelConfig config) throws IOException {
            return config.flag("tie_word_embeddings", true)
                    ? Map.of("proj_out.weight", "decoder.embed_tokens.weight")
                    : Map.of();
        }

        @Override
        public Model create(ModelConfig json, Set<String> names) throws IOException {
            return new Whisper(Config.of(json));
        }
    }
}
