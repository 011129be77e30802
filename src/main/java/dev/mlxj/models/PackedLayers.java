package dev.mlxj.models;

import dev.mlxj.nn.LayerQuantization;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Quantizable;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Quantization.Mode;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers of a checkpoint are packed, and how, as the {@code quantization} of a config says
 * it: for all layers, and under the path of a layer for that one alone. Packed are layers whose
 * scales are stored.
 */
final class PackedLayers {
    private static final Set<String> SETTINGS = Set.of("group_size", "bits", "mode");
    private static final Map<String, Mode> MODES =
            Map.of(
                    "affine", Mode.AFFINE,
                    "mxfp4", Mode.MXFP4,
                    "mxfp8", Mode.MXFP8,
                    "nvfp4", Mode.NVFP4);

    private PackedLayers() {}

    /**
     * Puts quantised layers into a model where the checkpoint has them.
     *
     * @param names of the checkpoint, as the model has them
     * @throws dev.mlxj.io.MalformedCheckpointException if the config tells of another kind of
     *     quantisation
     */
    static void prepare(Model model, ModelConfig config, Set<String> names) throws IOException {
        ModelConfig section = section(config);
        if (section.size() == 0) {
            return;
        }
        Quantization all = quantization(section);
        Map<String, Optional<Quantization>> single = single(section, all);
        try {
            LayerQuantization.quantize(
                    model,
                    (path, layer) ->
                            isPacked(path, layer, names)
                                    ? single.getOrDefault(path, Optional.of(all))
                                    : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw section.unexpected("group_size", "one that fits: " + e.getMessage());
        }
    }

    private static boolean isPacked(String path, Module layer, Set<String> names) {
        return layer instanceof Quantizable && names.contains(path + ".scales");
    }

    /** mlx-lm writes it twice; under the second name other programs write something else. */
    private static ModelConfig section(ModelConfig config) throws IOException {
        if (config.has("quantization")) {
            return config.sectionOrEmpty("quantization");
        }
        ModelConfig section = config.sectionOrEmpty("quantization_config");
        if (section.has("quant_method")) {
            throw section.unexpected("quant_method", "none: only MLX's quantisation is known here");
        }
        return section;
    }

    private static Map<String, Optional<Quantization>> single(ModelConfig section, Quantization all)
            throws IOException {
        Map<String, Optional<Quantization>> single = new HashMap<>();
        for (String key : section.keys()) {
            if (SETTINGS.contains(key)) {
                continue;
            }
            Optional<ModelConfig> settings =
                    section.isFlag(key) ? Optional.empty() : section.section(key);
            if (settings.isPresent()) {
                single.put(key, Optional.of(quantization(settings.get())));
            } else {
                single.put(key, section.flag(key, true) ? Optional.of(all) : Optional.empty());
            }
        }
        return single;
    }

    private static Quantization quantization(ModelConfig json) throws IOException {
        Quantization usual = Quantization.of(json.choice("mode", "affine", MODES));
        int groupSize = json.positive("group_size", usual.groupSize());
        int bits = json.positive("bits", usual.bits());
        try {
            return new Quantization(usual.mode(), groupSize, bits);
        } catch (IllegalArgumentException e) {
            throw json.unexpected(
                    groupSize == usual.groupSize() ? "bits" : "group_size",
                    "one that exists: " + e.getMessage());
        }
    }
}
