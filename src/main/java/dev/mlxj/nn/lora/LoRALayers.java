package dev.mlxj.nn.lora;

import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.EmbeddingLayer;
import dev.mlxj.nn.layers.ExpertLayer;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.Projection;
import dev.mlxj.nn.layers.QuantizedEmbedding;
import dev.mlxj.nn.layers.QuantizedLinear;
import dev.mlxj.nn.layers.QuantizedSwitchLinear;
import dev.mlxj.nn.layers.SwitchLinear;
import dev.mlxj.tree.Tree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Adapters in the place of a model's layers, and layers in the place of adapters. */
public final class LoRALayers {
    /** What kind of adapter. */
    public enum Kind {
        LORA,
        DORA
    }

    /**
     * Which layers are adapted, and how: what mlx-lm keeps in {@code adapter_config.json}.
     *
     * @param last how many of the model's blocks, counted from the last; 0 for all
     * @param keys paths of layers in a block, or in the whole model; none for every linear layer
     *     and embedding of a block
     */
    public record Choice(Kind kind, int last, Set<String> keys, LoRAOptions options) {
        public Choice {
            keys = Set.copyOf(keys);
        }
    }

    private LoRALayers() {}

    /**
     * Puts adapters around layers. They train, whether or not the layers do. Matches {@code
     * mlx_lm.tuner.utils.linear_to_lora_layers}.
     *
     * @param blocks the path of the list of the model's blocks: {@code model.layers}
     * @throws IllegalArgumentException if there is no such list, or a chosen layer cannot be
     *     adapted; then nothing has changed
     */
    public static void convert(Module model, String blocks, Choice choice) {
        List<String> paths = blocks(model, blocks);
        int first = choice.last <= 0 ? 0 : Math.max(0, paths.size() - choice.last);
        Map<String, LoRAOptions> layers = new LinkedHashMap<>();
        for (String path : paths.subList(first, paths.size())) {
            for (Map.Entry<String, Module> layer : model.moduleAt(path).namedModules()) {
                boolean chosen =
                        choice.keys.isEmpty()
                                ? isAdaptable(layer.getValue())
                                : choice.keys.contains(layer.getKey());
                if (chosen) {
                    layers.put(path + "." + layer.getKey(), choice.options);
                }
            }
        }
        for (Map.Entry<String, Module> layer : model.namedModules()) {
            if (choice.keys.contains(layer.getKey())) {
                layers.put(layer.getKey(), choice.options);
            }
        }
        adapt(model, choice.kind, layers);
    }

    /**
     * Puts adapters around the layers at these paths.
     *
     * @throws java.util.NoSuchElementException if there is no module at a path
     * @throws IllegalArgumentException if a layer cannot be adapted; in both cases nothing has
     *     changed
     */
    public static void adapt(Module model, Kind kind, Map<String, LoRAOptions> layers) {
        Map<String, Module> adapters = new LinkedHashMap<>();
        layers.forEach(
                (path, options) ->
                        adapters.put(path, adapter(path, model.moduleAt(path), kind, options)));
        model.updateModules(Tree.unflatten(adapters));
    }

    private static List<String> blocks(Module model, String list) {
        List<String> paths =
                model.namedModules().stream()
                        .map(Map.Entry::getKey)
                        .filter(path -> path.startsWith(list + "."))
                        .filter(path -> path.indexOf('.', list.length() + 1) < 0)
                        .toList();
        if (paths.isEmpty()) {
            throw new IllegalArgumentException(
                    "LoRA: the model has no list of modules at '%s'".formatted(list));
        }
        return paths;
    }

    private static boolean isAdaptable(Module layer) {
        return layer instanceof Linear
                || layer instanceof QuantizedLinear
                || layer instanceof Projection
                || layer instanceof Embedding
                || layer instanceof QuantizedEmbedding
                || isExperts(layer);
    }

    private static boolean isExperts(Module layer) {
        return layer instanceof SwitchLinear || layer instanceof QuantizedSwitchLinear;
    }

    private static Module adapter(String path, Module layer, Kind kind, LoRAOptions options) {
        boolean isDora = kind == Kind.DORA;
        return switch (layer) {
            case Embedding embedding when isDora -> DoRAEmbedding.fromBase(embedding, options);
            case EmbeddingLayer embedding when !isDora ->
                    LoRAEmbedding.fromBase(embedding, options);
            case ExpertLayer experts when !isDora && isExperts(layer) ->
                    LoRASwitchLinear.fromBase(experts, options);
            case Layer linear when isAdaptable(layer) ->
                    isDora
                            ? DoRALinear.fromBase(linear, options)
                            : LoRALinear.fromBase(linear, options);
            default ->
                    throw new IllegalArgumentException(
                            "LoRA: '%s' is of type %s, which cannot be adapted by %s"
                                    .formatted(path, layer.getClass().getSimpleName(), kind));
        };
    }

    /** Puts layers with adapted weights in the place of adapters; packed where the base was. */
    public static void fuse(Module model) {
        replace(model, adapter -> ((Adapter) adapter).fuse());
    }

    /** Puts layers with adapted weights in the place of adapters; none of them packed. */
    public static void fuseDequantized(Module model) {
        replace(model, adapter -> ((Adapter) adapter).fuseDequantized());
    }

    /** Puts the layers that were adapted back in their place. */
    public static void remove(Module model) {
        replace(model, adapter -> ((Adapter) adapter).base());
    }

    private static void replace(Module model, UnaryOperator<Module> layer) {
        Map<String, Module> layers = new LinkedHashMap<>();
        for (Map.Entry<String, Module> module : model.namedModules()) {
            if (module.getValue() instanceof Adapter) {
                layers.put(module.getKey(), layer.apply(module.getValue()));
            }
        }
        model.updateModules(Tree.unflatten(layers));
    }
}
