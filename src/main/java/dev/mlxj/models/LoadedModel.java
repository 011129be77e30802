package dev.mlxj.models;

import dev.mlxj.array.Array;

import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A model, and how a checkpoint's tensors fit it. Only where they fit exactly are they in it; then
 * they are lazy arrays, which are read when something is computed from them.
 *
 * @param architecture the {@code model_type}
 * @param ties tensors that the checkpoint holds although the model has the second of each pair in
 *     their place, by stored name
 * @param shared parameters of the architecture that are another one under a second name, whether or
 *     not the checkpoint holds them twice; by its names
 * @param storedNames for each parameter of the model, the name that its tensor has in the
 *     checkpoint
 */
public record LoadedModel(
        String architecture,
        Model model,
        Fit fit,
        SequencedMap<String, String> ties,
        SequencedMap<String, String> shared,
        Map<String, String> storedNames) {

    static LoadedModel of(
            String architecture, Model model, StoredWeights weights, Map<String, String> tied) {
        Map<String, Array> parameters = model.parameters().flatten();
        Fit fit = Fit.of(parameters, weights);
        if (fit.isExact()) {
            model.loadWeights(weights.arrays());
        }
        Map<String, String> storedNames = new HashMap<>();
        for (String name : parameters.keySet()) {
            storedNames.put(name, weights.storedName(name));
        }
        SequencedMap<String, String> shared = new TreeMap<>();
        tied.forEach(
                (second, first) -> {
                    if (parameters.containsKey(first) && hasHead(model, second)) {
                        shared.put(weights.presumedName(second), weights.storedName(first));
                    }
                });
        return new LoadedModel(architecture, model, fit, weights.ties(), shared, storedNames);
    }

    /** Whether a model has what a second name belongs to: another class may have no such head. */
    private static boolean hasHead(Model model, String second) {
        int dot = second.indexOf('.');
        String top = dot < 0 ? second : second.substring(0, dot);
        return model.members().containsKey(top) || model.scoresWords();
    }
}
