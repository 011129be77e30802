package dev.mlxj.nn;

import dev.mlxj.tensor.Quantization;
import dev.mlxj.tree.Tree;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Quantises layers of a model. Matches {@code mlx.nn.quantize}. */
public final class LayerQuantization {
    /** Says how a layer is quantised. */
    @FunctionalInterface
    public interface Choice {
        /** How, or nothing to leave the layer as it is. */
        Optional<Quantization> of(String path, Module layer);
    }

    private LayerQuantization() {}

    /** {@link #quantize(Module, Quantization)} in affine mode, in groups of 64 with 4 bits. */
    public static void quantize(Module model) {
        quantize(model, Quantization.of(Quantization.Mode.AFFINE));
    }

    /** Replaces every {@link Quantizable} layer of the model by its quantised one. */
    public static void quantize(Module model, Quantization how) {
        quantize(model, how, (path, layer) -> layer instanceof Quantizable);
    }

    /**
     * Replaces the layers that {@code predicate} accepts, by path and layer.
     *
     * @throws IllegalArgumentException as {@link #quantize(Module, Choice)}
     */
    public static void quantize(
            Module model, Quantization how, BiPredicate<String, ? super Module> predicate) {
        quantize(
                model,
                (path, layer) -> predicate.test(path, layer) ? Optional.of(how) : Optional.empty());
    }

    /**
     * Replaces the layers for which {@code choice} says how. It is asked about every module inside
     * the model that has none inside itself. A layer that has several names is quantised once, as
     * the first of them is, and keeps its tie.
     *
     * @throws IllegalArgumentException if a chosen layer is not {@link Quantizable}, or its weight
     *     does not divide into groups; then nothing has changed
     */
    public static void quantize(Module model, Choice choice) {
        IdentityHashMap<Module, Module> done = new IdentityHashMap<>();
        Tree<Module> layers =
                model.leafModules()
                        .mapWithPath(
                                (path, layer) -> {
                                    Optional<Quantization> how = choice.of(path, layer);
                                    return how.isEmpty()
                                            ? layer
                                            : done.computeIfAbsent(
                                                    layer,
                                                    same -> quantized(path, same, how.get()));
                                });
        model.updateModules(layers);
    }

    private static Module quantized(String path, Module layer, Quantization how) {
        if (layer instanceof Quantizable quantizable) {
            return quantizable.toQuantized(how);
        }
        throw new IllegalArgumentException(
                "quantize: '%s' is of type %s, which cannot be quantised"
                        .formatted(path, layer.layerName()));
    }
}
