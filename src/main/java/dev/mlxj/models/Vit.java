package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.LayerNorm;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Vision Transformer: a stack of encoder layers over the patches of a picture and a class token,
 * with the heads that the checkpoint has: pooler, classifier, masked image modelling.
 *
 * <p>Inputs: {@code pixel_values} [batch, channels, height, width]. Outputs: {@code hidden_states.0
 * .. N} [batch, 1 + patches, hidden], {@code last_hidden_state}, which is normalised, {@code
 * pooler_output}, {@code logits} [batch, labels], {@code reconstruction}.
 *
 * @see <a href="https://arxiv.org/abs/2010.11929">Dosovitskiy et al., An Image is Worth 16x16
 *     Words</a>
 */
public final class Vit extends Model {
    static final Family FAMILY = new VitFamily();

    /** The values of {@code config.json} that change what is computed. */
    private record Config(
            String kind,
            int hiddenSize,
            int layers,
            int heads,
            int intermediateSize,
            Layer activation,
            double layerNormEps,
            ModelConfig.Size imageSize,
            ModelConfig.Size patchSize,
            int channels,
            boolean qkvBias,
            int stride,
            int poolerSize,
            Layer poolerActivation,
            int labels) {

        private static final Set<String> KINDS =
                Set.of("Model", "ForImageClassification", "ForMaskedImageModeling");

        static Config of(ModelConfig json) throws IOException {
            int hidden = json.positive("hidden_size", 768);
            Config config =
                    new Config(
                            json.kind("ViT", KINDS),
                            hidden,
                            json.positive("num_hidden_layers", 12),
                            json.positive("num_attention_heads", 12),
                            json.positive("intermediate_size", 3072),
                            HiddenActivation.of(json, "hidden_act", "gelu"),
                            json.number("layer_norm_eps", 1e-12),
                            json.size("image_size", 224),
                            json.size("patch_size", 16),
                            json.positive("num_channels", 3),
                            json.flag("qkv_bias", true),
                            json.positive("encoder_stride", 16),
                            json.positive("pooler_output_size", hidden),
                            HiddenActivation.of(json, "pooler_act", "tanh"),
                            json.labels());
            json.requireDivisor("num_attention_heads", "hidden_size", hidden);
            if (config.rows() == 0 || config.columns() == 0) {
                throw json.unexpected("patch_size", "not more than image_size");
            }
            return config;
        }

        int rows() {
            return imageSize.height() / patchSize.height();
        }

        int columns() {
            return imageSize.width() / patchSize.width();
        }
    }

    private static final class Embeddings extends Module {
        private final Parameter classToken;
        private final Parameter maskToken;
        private final Parameter positions;
        private final Child<Patches> patches;

        Embeddings(Config c, boolean maskToken) {
            classToken = parameter("cls_token", Array.zeros(1, 1, c.hiddenSize));
            this.maskToken =
                    maskToken
                            ? parameter("mask_token", Array.zeros(1, 1, c.hiddenSize))
                            : parameter("mask_token");
            patches = child("patch_embeddings", new Patches(c));
            int places = c.rows() * c.columns() + 1;
            positions = parameter("position_embeddings", Array.zeros(1, places, c.hiddenSize));
        }

        /**
         * The patches behind the class token.
         *
         * @param hidden [batch, patches], not 0 where a patch is replaced by the mask token
         */
        Array forward(Array pixels, @Nullable Array hidden) {
            Array x = patches.value().projection.forward(pixels);
            if (hidden != null) {
                x = Array.where(hidden.notEqual(0).expandDims(-1), maskToken.value(), x);
            }
            long batch = x.shape().extent(0);
            Array first = classToken.value().broadcastTo(batch, 1, x.shape().extent(2));
            return Array.concatenate(List.of(first, x), 1).add(positions.value());
        }
    }

    private static final class Patches extends Module {
        private final ChildLayer projection;

        Patches(Config c) {
            projection =
                    layer(
                            "projection",
                            new PatchEmbedding(
                                    c.channels,
                                    c.patchSize.height(),
                                    c.patchSize.width(),
                                    c.hiddenSize,
                                    true));
        }
    }

    private static final class SelfAttention extends Module implements Layer {
        private final ChildLayer query;
        private final ChildLayer key;
        private final ChildLayer value;
        private final int heads;

        SelfAttention(Config c) {
            query = layer("query", new Linear(c.hiddenSize, c.hiddenSize, c.qkvBias));
            key = layer("key", new Linear(c.hiddenSize, c.hiddenSize, c.qkvBias));
            value = layer("value", new Linear(c.hiddenSize, c.hiddenSize, c.qkvBias));
            heads = c.heads;
        }

        @Override
        public Array forward(Array x) {
            Array q = Heads.split(query.forward(x), heads);
            Array k = Heads.split(key.forward(x), heads);
            Array v = Heads.split(value.forward(x), heads);
            double scale = 1 / Math.sqrt((double) q.shape().extent(-1));
            return Heads.merge(Attention.scaledDotProduct(q, k, v, scale, null));
        }
    }

    /** A linear layer under the name {@code dense}, and what comes after it. */
    private static final class Dense extends Module implements Layer {
        private final ChildLayer dense;
        private final Layer activation;

        Dense(int from, int to, Layer activation) {
            dense = layer("dense", new Linear(from, to));
            this.activation = activation;
        }

        @Override
        public Array forward(Array x) {
            return activation.forward(dense.forward(x));
        }
    }

    private static final class AttentionBlock extends Module implements Layer {
        private final ChildLayer attention;
        private final ChildLayer output;

        AttentionBlock(Config c) {
            attention = layer("attention", new SelfAttention(c));
            output = layer("output", new Dense(c.hiddenSize, c.hiddenSize, x -> x));
        }

        @Override
        public Array forward(Array x) {
            return output.forward(attention.forward(x));
        }
    }

    /** Attention and feed-forward, each of what was normalised. */
    private static final class Block extends Module implements Layer {
        private final ChildLayer attention;
        private final ChildLayer normBefore;
        private final ChildLayer normAfter;
        private final ChildLayer intermediate;
        private final ChildLayer output;

        Block(Config c) {
            int hidden = c.hiddenSize;
            attention = layer("attention", new AttentionBlock(c));
            normBefore = layer("layernorm_before", new LayerNorm(hidden, c.layerNormEps));
            normAfter = layer("layernorm_after", new LayerNorm(hidden, c.layerNormEps));
            intermediate =
                    layer("intermediate", new Dense(hidden, c.intermediateSize, c.activation));
            output = layer("output", new Dense(c.intermediateSize, hidden, x -> x));
        }

        @Override
        public Array forward(Array x) {
            Array attended = x.add(attention.forward(normBefore.forward(x)));
            Array h = intermediate.forward(normAfter.forward(attended));
            return attended.add(output.forward(h));
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

    /** A projection of each place, [pixels, hidden, 1, 1] as a convolution's weight. */
    private static final class PlaceProjection extends Module implements Layer {
        private final Parameter weight;
        private final Parameter bias;

        PlaceProjection(int from, int to) {
            weight = parameter("weight", Array.zeros(to, from, 1, 1));
            bias = parameter("bias", Array.zeros(DType.F32, to));
        }

        @Override
        public Array forward(Array x) {
            return x.matmul(weight.value().squeeze(2, 3).T()).add(bias.value());
        }
    }

    private final Config config;
    private final Child<Embeddings> embeddings;
    private final Child<Encoder> encoder;
    private final ChildLayer norm;
    private final @Nullable ChildLayer pooler;
    private final @Nullable ChildLayer classifier;
    private final @Nullable Children<PlaceProjection> decoder;

    private Vit(Config c, boolean pooler) {
        config = c;
        boolean masked = c.kind.equals("ForMaskedImageModeling");
        embeddings = child("embeddings", new Embeddings(c, masked));
        encoder = child("encoder", new Encoder(c));
        norm = layer("layernorm", new LayerNorm(c.hiddenSize, c.layerNormEps));
        this.pooler =
                pooler
                        ? layer("pooler", new Dense(c.hiddenSize, c.poolerSize, c.poolerActivation))
                        : null;
        classifier =
                c.kind.equals("ForImageClassification")
                        ? layer("classifier", new Linear(c.hiddenSize, c.labels))
                        : null;
        int pixels = c.stride * c.stride * c.channels;
        decoder =
                masked
                        ? children("decoder", List.of(new PlaceProjection(c.hiddenSize, pixels)))
                        : null;
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs =
                new Inputs(
                        named,
                        decoder == null
                                ? Set.of("pixel_values")
                                : Set.of("pixel_values", "bool_masked_pos"));
        Array pixels =
                inputs.pixels(
                        "pixel_values",
                        config.channels,
                        config.imageSize.height(),
                        config.imageSize.width());
        Array hidden = null;
        if (decoder != null) {
            Shape places =
                    Shape.of(pixels.shape().extent(0), (long) config.rows() * config.columns());
            hidden = inputs.optional("bool_masked_pos", places).orElse(null);
        }
        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array x = embeddings.value().forward(pixels, hidden);
        outputs.put("hidden_states.0", x);
        for (int i = 0; i < config.layers; i++) {
            x = encoder.value().layers.get(i).forward(x);
            outputs.put("hidden_states." + (i + 1), x);
        }
        x = norm.forward(x);
        outputs.put("last_hidden_state", x);
        if (pooler != null) {
            outputs.put("pooler_output", pooler.forward(Heads.first(x)));
        }
        if (classifier != null) {
            outputs.put("logits", classifier.forward(Heads.first(x)));
        }
        if (decoder != null) {
            outputs.put("reconstruction", reconstruct(decoder.getFirst().forward(x)));
        }
        return outputs;
    }

    /** The pixels of each patch, [batch, 1 + patches, channels * stride * stride], in place. */
    private Array reconstruct(Array x) {
        long batch = x.shape().extent(0);
        long stride = config.stride;
        long side = (long) Math.sqrt((double) config.rows() * config.columns());
        return x.slice(1, 1, x.shape().extent(1))
                .reshape(batch, side, side, config.channels, stride, stride)
                .transpose(0, 3, 1, 4, 2, 5)
                .reshape(batch, config.channels, side * stride, side * stride);
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        ModelConfig.Size size = config.imageSize;
        inputs.put(
                "pixel_values", Inputs.samplePixels(config.channels, size.height(), size.width()));
        if (decoder != null) {
            int patches = config.rows() * config.columns();
            inputs.put("bool_masked_pos", Inputs.sampleTokens(2, patches));
        }
        return inputs;
    }

    private static final class VitFamily implements Family {
        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) {
            weights.rename(name -> name.startsWith("vit.") ? name.substring(4) : name);
        }

        @Override
        public Map<String, String> ties(ModelConfig config) {
            return Map.of();
        }

        @Override
        public Model create(ModelConfig json, Set<String> names) throws IOException {
            return new Vit(Config.of(json), names.contains("pooler.dense.weight"));
        }
    }
}
