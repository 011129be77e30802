package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.models.Architectures;
import dev.mlxj.models.LoadedModel;
import dev.mlxj.nn.Module;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A checkpoint as its architecture sees it. Nothing is read but headers and the config.
 *
 * @param types of the modules, by the checkpoint's paths: {@code model.layers.0.mlp}
 * @param shared tensors that are another one under a second name, which the config ties to the
 *     first
 * @param findings what is missing, extra or misshapen, a sentence each
 */
public record Anatomy(
        SequencedMap<String, String> types,
        SequencedMap<String, String> shared,
        List<String> findings) {

    /** Empty where the architecture is not known. */
    public static Optional<Anatomy> of(Checkpoint checkpoint) throws IOException {
        return Architectures.load(checkpoint).map(Anatomy::of);
    }

    private static Anatomy of(LoadedModel loaded) {
        Map<String, String> byModule = new HashMap<>();
        for (Map.Entry<String, Module> module : loaded.model().namedModules()) {
            byModule.put(module.getKey(), module.getValue().getClass().getSimpleName());
        }
        SequencedMap<String, String> types = new TreeMap<>(NaturalOrder.INSTANCE);
        loaded.storedNames().forEach((name, stored) -> add(types, byModule, name, stored));
        return new Anatomy(
                Collections.unmodifiableSequencedMap(types),
                loaded.shared(),
                loaded.fit().findings());
    }

    /** The types of all modules above a parameter, as far as its stored name has their paths. */
    private static void add(
            Map<String, String> types, Map<String, String> byModule, String name, String stored) {
        int ownDot = name.lastIndexOf('.');
        int storedDot = stored.lastIndexOf('.');
        while (ownDot > 0 && storedDot > 0) {
            String type = byModule.get(name.substring(0, ownDot));
            if (type != null) {
                types.put(stored.substring(0, storedDot), type);
            }
            int ownNext = name.lastIndexOf('.', ownDot - 1);
            int storedNext = stored.lastIndexOf('.', storedDot - 1);
            String ownPart = name.substring(ownNext + 1, ownDot);
            if (!ownPart.equals(stored.substring(storedNext + 1, storedDot))) {
                return;
            }
            ownDot = ownNext;
            storedDot = storedNext;
        }
    }

    /** The type of the module that a tensor belongs to; empty if it has none. */
    public String typeOf(String tensor) {
        int dot = tensor.lastIndexOf('.');
        return types.getOrDefault(dot < 0 ? "" : tensor.substring(0, dot), "");
    }
}
