package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.lora.LoRALayers;
import dev.mlxj.nn.lora.LoRAOptions;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Adapters of mlx-lm: {@code PATH.lora_a}, {@code PATH.lora_b}, and {@code PATH.m} for DoRA, or
 * whole parameters where the model was trained in full.
 */
final class MlxAdapter {
    private MlxAdapter() {}

    /** Puts adapters around the layers that the config names; gives the parameters to load. */
    static Map<String, Array> prepare(Model model, ModelConfig config, Map<String, Array> arrays)
            throws IOException {
        String type = config.text("fine_tune_type", "lora");
        if (type.equals("full")) {
            return arrays;
        }
        LoRALayers.Kind kind =
                config.choice(
                        "fine_tune_type",
                        "lora",
                        Map.of("lora", LoRALayers.Kind.LORA, "dora", LoRALayers.Kind.DORA));
        ModelConfig parameters = config.sectionOrEmpty("lora_parameters");
        LoRAOptions options =
                new LoRAOptions(
                        parameters.positive("rank"),
                        parameters.number("scale"),
                        parameters.number("dropout", 0));
        Set<String> keys = parameters.has("keys") ? Set.copyOf(parameters.texts("keys")) : Set.of();
        LoRALayers.convert(
                model,
                Adapters.blocks(model),
                new LoRALayers.Choice(kind, (int) config.number("num_layers", 0), keys, options));
        return arrays;
    }
}
