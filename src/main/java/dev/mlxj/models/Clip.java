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
 * CLIP: a text encoder and a picture encoder whose outputs are compared; or one of them alone.
 *
 * <p>Inputs: {@code input_ids} [texts, length], {@code pixel_values} [pictures, channels, height,
 * width], and optionally {@code attention_mask} [texts, length]. Outputs of both: {@code
 * text_embeds} [texts, projection] and {@code image_embeds} [pictures, projection], of length 1,
 * {@code logits_per_image}, {@code logits_per_text}, and the states of each encoder under {@code
 * text_model_output} and {@code vision_model_output}. Outputs of one: {@code hidden_states.0 .. N},
 * {@code last_hidden_state}, {@code pooler_output}, or the projected {@code text_embeds} or {@code
 * image_embeds}, or {@code logits}.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al., Learning Transferable Visual
 *     Models From Natural Language Supervision</a>
 */
public final class Clip extends Model {
    static final Family FAMILY = new ClipFamily();

    /** One of the two stacks of encoder layers. */
    private record StackConfig(
            int hiddenSize,
            int intermediateSize,
            int layers,
            int heads,
            Layer activation,
            double layerNormEps,
            int projection) {

        static StackConfig of(ModelConfig json, int hidden, int intermediate, int heads)
                throws IOException {
            StackConfig config =
                    new StackConfig(
                            json.positive("hidden_size", hidden),
                            json.positive("intermediate_size", intermediate),
                            json.positive("num_hidden_layers", 12),
                            json.positive("num_attention_heads", heads),
                            HiddenActivation.of(json, "hidden_act", "quick_gelu"),
                            json.number("layer_norm_eps", 1e-5),
                            json.positive("projection_dim", 512));
            json.requireDivisor("num_attention_heads", "hidden_size", config.hiddenSize);
            return config;
        }
    }

    private record TextConfig(StackConfig stack, int vocabularySize, int positions, int end) {
        static TextConfig of(ModelConfig json) throws IOException {
            return new TextConfig(
                    StackConfig.of(json, 512, 2048, 8),
                    json.positive("vocab_size", 49408),
                    json.positive("max_position_embeddings", 77),
                    json.notNegative("eos_token_id", 49407));
        }
    }

    private record VisionConfig(StackConfig stack, int imageSize, int patchSize, int channels) {
        static VisionConfig of(ModelConfig json) throws IOException {
            VisionConfig config =
                    new VisionConfig(
                            StackConfig.of(json, 768, 3072, 12),
                            json.positive("image_size", 224),
                            json.positive("patch_size", 32),
                            json.positive("num_channels", 3));
            if (config.patchSize > config.imageSize) {
                throw json.unexpected("patch_size", "not more than image_size");
            }
            return config;
        }
    }

    private static final class SelfAttention extends Module {
        private final ChildLayer key;
        private final ChildLayer value;
        private final ChildLayer query;
        private final ChildLayer out;
        private final int heads;

        SelfAttention(StackConfig c) {
            key = layer("k_proj", new Linear(c.hiddenSize, c.hiddenSize));
            value = layer("v_proj", new Linear(c.hiddenSize, c.hiddenSize));
            query = layer("q_proj", new Linear(c.hiddenSize, c.hiddenSize));
            out = layer("out_proj", new Linear(c.hiddenSize, c.hiddenSize));
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

    /** Attention and feed-forward, each of what was normalised. */
    private static final class Block extends Module {
        private final Child<SelfAttention> attention;
        private final ChildLayer attentionNorm;
        private final ChildLayer feedForward;
        private final ChildLayer feedForwardNorm;

        Block(StackConfig c) {
            attention = child("self_attn", new SelfAttention(c));
            attentionNorm = layer("layer_norm1", new LayerNorm(c.hiddenSize, c.layerNormEps));
            feedForward =
                    layer(
                            "mlp",
                            new FeedForward(
                                    "fc1",
                                    new Linear(c.hiddenSize, c.intermediateSize),
                                    c.activation,
                                    "fc2",
                                    new Linear(c.intermediateSize, c.hiddenSize)));
            feedForwardNorm = layer("layer_norm2", new LayerNorm(c.hiddenSize, c.layerNormEps));
        }

        Array forward(Array x, @Nullable Array mask) {
            Array attended = x.add(attention.value().forward(attentionNorm.forward(x), mask));
            return attended.add(feedForward.forward(feedForwardNorm.forward(attended)));
        }
    }

    private static final class Encoder extends Module {
        private final Children<Block> layers;

        Encoder(StackConfig c) {
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < c.layers; i++) {
                blocks.add(new Block(c));
            }
            layers = children("layers", blocks);
        }

        /** Runs the layers; {@code outputs} gets the states, their names after {@code prefix}. */
        Array forward(
                Array embedded,
                @Nullable Array mask,
                String prefix,
                SequencedMap<String, Array> outputs) {
            Array x = embedded;
            outputs.put(prefix + "hidden_states.0", x);
            for (int i = 0; i < layers.size(); i++) {
                x = layers.get(i).forward(x, mask);
                outputs.put(prefix + "hidden_states." + (i + 1), x);
            }
            return x;
        }
    }

    private static final class TextEmbeddings extends Module {
        private final ChildLayer tokens;
        private final ChildLayer positions;

        TextEmbeddings(TextConfig c) {
            int hidden = c.stack.hiddenSize;
            tokens = layer("token_embedding", new Embedding(c.vocabularySize, hidden));
            positions = layer("position_embedding", new Embedding(c.positions, hidden));
        }

        Array forward(Array ids) {
            Array order = Array.arange(DType.I64, ids.shape().extent(1));
            return tokens.forward(ids).add(positions.forward(order));
        }
    }

    /** A causal encoder; the state of the end token stands for the text. */
    private static final class TextModel extends Module {
        private final TextConfig config;
        private final Child<TextEmbeddings> embeddings;
        private final Child<Encoder> encoder;
        private final ChildLayer norm;

        TextModel(TextConfig c) {
            config = c;
            embeddings = child("embeddings", new TextEmbeddings(c));
            encoder = child("encoder", new Encoder(c.stack));
            norm =
                    layer(
                            "final_layer_norm",
                            new LayerNorm(c.stack.hiddenSize, c.stack.layerNormEps));
        }

        /** [texts, hidden]. */
        Array forward(Inputs inputs, String prefix, SequencedMap<String, Array> outputs) {
            Array ids = inputs.tokens("input_ids", config.positions, config.vocabularySize);
            Array mask = inputs.attention("attention_mask", ids.shape(), true);
            Array embedded = embeddings.value().forward(ids);
            Array x = norm.forward(encoder.value().forward(embedded, mask, prefix, outputs));
            outputs.put(prefix + "last_hidden_state", x);
            // Configs of the first years say 2, which was never the id of the end token: that had
            // the highest one.
            Array ends = config.end == 2 ? ids : ids.equal(config.end).astype(DType.I32);
            Array place = ends.argmaxKeepDims(1).expandDims(-1);
            long[] extents = x.shape().toArray();
            Array places = place.broadcastTo(extents[0], 1, extents[2]);
            return x.takeAlongAxis(places, 1).squeeze(1);
        }
    }

    private static final class VisionEmbeddings extends Module {
        private final Parameter classEmbedding;
        private final ChildLayer patches;
        private final ChildLayer positions;
        private final int places;

        VisionEmbeddings(VisionConfig c) {
            int hidden = c.stack.hiddenSize;
            int side = c.imageSize / c.patchSize;
            places = side * side + 1;
            classEmbedding = parameter("class_embedding", Array.zeros(DType.F32, hidden));
            patches =
                    layer(
                            "patch_embedding",
                            new PatchEmbedding(
                                    c.channels, c.patchSize, c.patchSize, hidden, false));
            positions = layer("position_embedding", new Embedding(places, hidden));
        }

        Array forward(Array pixels) {
            Array x = patches.forward(pixels);
            long[] extents = x.shape().toArray();
            Array first = classEmbedding.value().broadcastTo(extents[0], 1, extents[2]);
            Array order = Array.arange(DType.I64, places);
            return Array.concatenate(List.of(first, x), 1).add(positions.forward(order));
        }
    }

    private static final class VisionModel extends Module {
        private final VisionConfig config;
        private final Child<VisionEmbeddings> embeddings;
        private final ChildLayer normBefore;
        private final Child<Encoder> encoder;
        private final ChildLayer normAfter;

        VisionModel(VisionConfig c) {
            config = c;
            int hidden = c.stack.hiddenSize;
            embeddings = child("embeddings", new VisionEmbeddings(c));
            // The checkpoints spell it so.
            normBefore = layer("pre_layrnorm", new LayerNorm(hidden, c.stack.layerNormEps));
            encoder = child("encoder", new Encoder(c.stack));
            normAfter = layer("post_layernorm", new LayerNorm(hidden, c.stack.layerNormEps));
        }

        /** The last states, [pictures, 1 + patches, hidden]. */
        Array forward(Inputs inputs, String prefix, SequencedMap<String, Array> outputs) {
            Array pixels =
                    inputs.pixels(
                            "pixel_values", config.channels, config.imageSize, config.imageSize);
            Array embedded = normBefore.forward(embeddings.value().forward(pixels));
            Array x = encoder.value().forward(embedded, null, prefix, outputs);
            outputs.put(prefix + "last_hidden_state", x);
            return x;
        }

        /** The class token's state, normalised: [pictures, hidden]. */
        Array pooled(Array states) {
            return normAfter.forward(Heads.first(states));
        }
    }

    private final @Nullable TextConfig textConfig;
    private final @Nullable VisionConfig visionConfig;
    private @Nullable Child<TextModel> text;
    private @Nullable Child<VisionModel> vision;
    private @Nullable ChildLayer textProjection;
    private @Nullable ChildLayer visualProjection;
    private @Nullable Parameter logitScale;
    private @Nullable ChildLayer classifier;

    /**
     * A model.
     *
     * @param kind what the class of transformers is called after {@code CLIP}
     * @param text null for a model of pictures alone
     * @param vision null for a model of texts alone
     * @param projection of the two together
     */
    private Clip(
            String kind,
            @Nullable TextConfig text,
            @Nullable VisionConfig vision,
            int projection,
            int labels) {
        textConfig = text;
        visionConfig = vision;
        boolean both = text != null && vision != null;
        boolean projects = both || kind.endsWith("WithProjection");
        if (text != null) {
            this.text = child("text_model", new TextModel(text));
            int to = both ? projection : text.stack.projection;
            textProjection =
                    projects
                            ? layer("text_projection", new Linear(text.stack.hiddenSize, to, false))
                            : null;
        }
        if (vision != null) {
            this.vision = child("vision_model", new VisionModel(vision));
            int hidden = vision.stack.hiddenSize;
            int to = both ? projection : vision.stack.projection;
            visualProjection =
                    projects ? layer("visual_projection", new Linear(hidden, to, false)) : null;
            classifier =
                    kind.equals("ForImageClassification")
                            ? layer("classifier", new Linear(hidden, labels))
                            : null;
        }
        if (both) {
            logitScale = parameter("logit_scale", Array.zeros(DType.F32));
        }
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, inputNames());
        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        boolean both = text != null && vision != null;
        Array textEmbeds = null;
        if (text != null) {
            Array pooled = text.value().forward(inputs, both ? "text_model_output." : "", outputs);
            textEmbeds = textProjection == null ? pooled : textProjection.forward(pooled);
            if (!both) {
                outputs.put(textProjection == null ? "pooler_output" : "text_embeds", textEmbeds);
            }
        }
        if (vision != null) {
            String prefix = both ? "vision_model_output." : "";
            Array states = vision.value().forward(inputs, prefix, outputs);
            addPicture(outputs, states, textEmbeds);
        }
        return outputs;
    }

    private void addPicture(
            SequencedMap<String, Array> outputs, Array states, @Nullable Array textEmbeds) {
        if (classifier != null) {
            Array patches = states.slice(1, 1, states.shape().extent(1));
            outputs.put("logits", classifier.forward(patches.mean(1)));
            return;
        }
        Array pooled = vision == null ? states : vision.value().pooled(states);
        if (visualProjection == null) {
            outputs.put("pooler_output", pooled);
            return;
        }
        Array imageEmbeds = visualProjection.forward(pooled);
        if (textEmbeds == null || logitScale == null) {
            outputs.put("image_embeds", imageEmbeds);
            return;
        }
        Array texts = ofLengthOne(textEmbeds);
        Array pictures = ofLengthOne(imageEmbeds);
        Array similarity = texts.matmul(pictures.T()).multiply(logitScale.value().exp());
        outputs.put("text_embeds", texts);
        outputs.put("image_embeds", pictures);
        outputs.put("logits_per_text", similarity);
        outputs.put("logits_per_image", similarity.T());
    }

    private static Array ofLengthOne(Array x) {
        return x.divide(x.square().sumKeepDims(-1).sqrt());
    }

    private Set<String> inputNames() {
        if (vision == null) {
            return Set.of("input_ids", "attention_mask");
        }
        return text == null
                ? Set.of("pixel_values")
                : Set.of("input_ids", "attention_mask", "pixel_values");
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        if (textConfig != null) {
            int length = Math.min(textConfig.positions, 16);
            inputs.put("input_ids", Inputs.sampleTokens(textConfig.vocabularySize, length));
        }
        if (visionConfig != null) {
            int side = visionConfig.imageSize;
            inputs.put("pixel_values", Inputs.samplePixels(visionConfig.channels, side, side));
        }
        return inputs;
    }

    private static final class ClipFamily implements Family {
        private static final Set<String> KINDS =
                Set.of(
                        "Model",
                        "TextModel",
                        "TextModelWithProjection",
                        "VisionModel",
                        "VisionModelWithProjection",
                        "ForImageClassification");

        private static String kind(ModelConfig json) throws IOException {
            if (json.architectures().isEmpty()) {
                switch (json.modelType().orElse("")) {
                    case "clip_text_model" -> {
                        return "TextModel";
                    }
                    case "clip_vision_model" -> {
                        return "VisionModel";
                    }
                    default -> {
                        return "Model";
                    }
                }
            }
            return json.kind("CLIP", KINDS);
        }

        /** An encoder alone may be stored without the prefix that it has beside the other. */
        @Override
        public void sanitize(StoredWeights weights, ModelConfig config) throws IOException {
            weights.drop(name -> name.endsWith("embeddings.position_ids"));
            switch (kind(config)) {
                case "TextModel" -> weights.rename(name -> prefixed("text_model.", name));
                case "VisionModel" -> weights.rename(name -> prefixed("vision_model.", name));
                default -> {}
            }
        }

        private static String prefixed(String prefix, String name) {
            return name.startsWith(prefix) ? name : prefix + name;
        }

        @Override
        public Map<String, String> ties(ModelConfig config) {
            return Map.of();
        }

        @Override
        public Model create(ModelConfig json, Set<String> names) throws IOException {
            String kind = kind(json);
            boolean text = kind.equals("Model") || kind.startsWith("Text");
            boolean vision = !kind.startsWith("Text");
            return new Clip(
                    kind,
                    text ? TextConfig.of(part(json, "text_config")) : null,
                    vision ? VisionConfig.of(part(json, "vision_config")) : null,
                    json.positive("projection_dim", 512),
                    json.labels());
        }

        /** Of an old config the copy under {@code key_dict}, which counts where both are there. */
        private static ModelConfig part(ModelConfig json, String key) throws IOException {
            if (json.has(key + "_dict")) {
                return json.sectionOrEmpty(key + "_dict");
            }
            return json.modelType().orElse("clip").equals("clip") ? json.sectionOrEmpty(key) : json;
        }
    }
}
