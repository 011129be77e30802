package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.lora.LoRALayers;
import dev.mlxj.nn.lora.LoRAOptions;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Adapters of PEFT: {@code base_model.model.PATH.lora_A.weight [rank, in]} and {@code lora_B.weight
 * [out, rank]}, the transposed of MLX's; {@code lora_embedding_A} and {@code lora_embedding_B} of
 * embeddings; {@code lora_magnitude_vector} of DoRA. Other tensors are whole parameters.
 *
 * @param arrays by the names in the file
 */
record PeftAdapter(ModelConfig config, Map<String, Array> arrays) {
    private static final String PREFIX = "base_model.model.";

    /** The ends of names, and what MLX calls that parameter. */
    private static final Map<String, String> PARTS =
            Map.of(
                    ".lora_A.weight", "lora_a",
                    ".lora_B.weight", "lora_b",
                    ".lora_embedding_A", "lora_a",
                    ".lora_embedding_B", "lora_b",
                    ".lora_magnitude_vector.weight", "m",
                    ".lora_magnitude_vector", "m");

    /** Puts adapters around the layers that have thin matrices; gives the parameters to load. */
    Map<String, Array> prepare(Model model) throws IOException {
        config.require("peft_type", "LORA");
        config.require("bias", "none");
        Map<String, LoRAOptions> layers = new LinkedHashMap<>();
        Map<String, Array> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, Array> entry : arrays.entrySet()) {
            String name = withoutPrefix(entry.getKey());
            Optional<String> end = PARTS.keySet().stream().filter(name::endsWith).findFirst();
            if (end.isEmpty()) {
                parameters.put(name, entry.getValue());
                continue;
            }
            String path = name.substring(0, name.length() - end.get().length());
            String part = PARTS.getOrDefault(end.get(), "");
            parameters.put(
                    path + "." + part, part.equals("m") ? entry.getValue() : entry.getValue().T());
            if (part.equals("lora_a")) {
                layers.put(path, options(path, (int) entry.getValue().shape().extent(0)));
            }
        }
        boolean isDora = config.flag("use_dora", false);
        LoRALayers.adapt(model, isDora ? LoRALayers.Kind.DORA : LoRALayers.Kind.LORA, layers);
        return parameters;
    }

    private static String withoutPrefix(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** The scale is alpha over the rank, or over its root; alpha may be a layer's own. */
    private LoRAOptions options(String path, int rank) throws IOException {
        double alpha = config.number("lora_alpha", 8);
        ModelConfig own = config.sectionOrEmpty("alpha_pattern");
        for (String pattern : own.keys().reversed()) {
            if (isOf(path, pattern, own)) {
                alpha = own.number(pattern);
            }
        }
        double divisor = config.flag("use_rslora", false) ? Math.sqrt(rank) : rank;
        return new LoRAOptions(rank, alpha / divisor, config.number("lora_dropout", 0));
    }

    /** Whether a pattern, a regular expression, matches a path from some dot of it on. */
    private static boolean isOf(String path, String pattern, ModelConfig own) throws IOException {
        try {
            return Pattern.matches("(.*\\.)?(" + pattern + ")", path);
        } catch (PatternSyntaxException e) {
            throw own.unexpected(pattern, "under a regular expression: " + e.getDescription());
        }
    }
}
