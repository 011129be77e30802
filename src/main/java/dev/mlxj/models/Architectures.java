package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.MalformedCheckpointException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The architectures that are known, by the {@code model_type} of their {@code config.json}. */
public final class Architectures {
    private Architectures() {}

    /** A switch, so that only the class of the family that is asked for is loaded. */
    private static @Nullable Family family(String modelType) {
        return switch (modelType) {
            case "bert" -> Bert.FAMILY;
            case "clip", "clip_text_model", "clip_vision_model" -> Clip.FAMILY;
            case "cohere" -> Cohere.FAMILY;
            case "deepseek_v3" -> DeepseekV3.FAMILY;
            case "distilbert" -> DistilBert.FAMILY;
            case "gemma" -> Gemma.FAMILY;
            case "gemma2" -> Gemma2.FAMILY;
            case "gemma3_text" -> Gemma3.FAMILY;
            case "gpt2" -> GPT2.FAMILY;
            case "gpt_neox" -> GPTNeoX.FAMILY;
            case "granite" -> Granite.FAMILY;
            case "llama" -> Llama.FAMILY;
            case "mamba" -> Mamba.FAMILY;
            case "mistral" -> Mistral.FAMILY;
            case "mixtral" -> Mixtral.FAMILY;
            case "olmo2" -> Olmo2.FAMILY;
            case "phi3" -> Phi3.FAMILY;
            case "qwen2" -> Qwen2.FAMILY;
            case "qwen2_moe" -> Qwen2Moe.FAMILY;
            case "qwen3" -> Qwen3.FAMILY;
            case "qwen3_moe" -> Qwen3Moe.FAMILY;
            case "roberta" -> Roberta.FAMILY;
            case "smollm3" -> SmolLM3.FAMILY;
            case "t5" -> T5.FAMILY;
            case "vit" -> Vit.FAMILY;
            case "whisper" -> Whisper.FAMILY;
            default -> null;
        };
    }

    /**
     * The config that goes with a checkpoint: in its directory, or beside the file that was opened.
     *
     * @throws MalformedCheckpointException if there is one that is no JSON object
     */
    public static Optional<ModelConfig> config(Checkpoint checkpoint) throws IOException {
        Optional<Path> directory = checkpoint.directory();
        Path config =
                directory.isPresent()
                        ? directory.get().resolve("config.json")
                        : checkpoint.path().resolveSibling("config.json");
        return Files.isRegularFile(config)
                ? Optional.of(ModelConfig.read(config))
                : Optional.empty();
    }

    /** The {@code model_type} that the config of a checkpoint names, known here or not. */
    public static Optional<String> name(Checkpoint checkpoint) throws IOException {
        Optional<ModelConfig> config = config(checkpoint);
        return config.isEmpty() ? Optional.empty() : config.get().modelType();
    }

    /**
     * The model that a checkpoint's own config names: {@link #load(Checkpoint, ModelConfig)}; empty
     * also if it has none.
     */
    public static Optional<LoadedModel> load(Checkpoint checkpoint) throws IOException {
        Optional<ModelConfig> config = config(checkpoint);
        return config.isEmpty() ? Optional.empty() : load(checkpoint, config.get());
    }

    /**
     * The model that a config names, with the checkpoint's weights in it as lazy arrays; empty if
     * the architecture is not known.
     *
     * @throws MalformedCheckpointException if a config value is not understood
     */
    public static Optional<LoadedModel> load(Checkpoint checkpoint, ModelConfig config)
            throws IOException {
        SequencedMap<String, Array> stored = new LinkedHashMap<>();
        for (String name : checkpoint.entries().keySet()) {
            stored.put(name, Array.of(checkpoint.source(name)));
        }
        return load(stored, config);
    }

    /** As {@link #load(Checkpoint, ModelConfig)}, from arrays under their stored names. */
    static Optional<LoadedModel> load(SequencedMap<String, Array> stored, ModelConfig config)
            throws IOException {
        Optional<String> type = config.modelType();
        Family family = type.isEmpty() ? null : family(type.get());
        if (family == null) {
            return Optional.empty();
        }
        StoredWeights weights = sanitized(stored, family, config);
        ModelConfig untied = untied(config);
        Map<String, String> differing = new LinkedHashMap<>(family.ties(config));
        differing.keySet().removeAll(family.ties(untied).keySet());
        differing.entrySet().removeIf(tie -> !weights.differ(tie.getKey(), tie.getValue()));
        if (differing.isEmpty()) {
            return Optional.of(load(type.get(), family, config, weights));
        }
        StoredWeights apart = sanitized(stored, family, untied);
        apart.keepBoth(differing);
        return Optional.of(load(type.get(), family, untied, apart));
    }

    private static LoadedModel load(
            String type, Family family, ModelConfig config, StoredWeights weights)
            throws IOException {
        Map<String, String> ties = family.ties(config);
        weights.tie(ties);
        Model model = family.create(config, weights.arrays().keySet());
        PackedLayers.prepare(model, config, weights.arrays().keySet());
        return LoadedModel.of(type, model, weights, ties);
    }

    private static StoredWeights sanitized(
            SequencedMap<String, Array> stored, Family family, ModelConfig config)
            throws IOException {
        StoredWeights weights = new StoredWeights(stored);
        family.sanitize(weights, config);
        return weights;
    }

    /**
     * What transformers makes of a tied config whose checkpoint holds a head unlike the embedding:
     * both are used, and all else that the tie decides stays as it is.
     */
    private static ModelConfig untied(ModelConfig config) {
        return config.without("tie_word_embeddings")
                .withDefaults(
                        Map.of(
                                "tie_word_embeddings", false,
                                "scale_decoder_outputs", true));
    }
}
