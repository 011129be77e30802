package dev.mlxj.models;

import dev.mlxj.array.Array;

import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A model, and how a checkpoint's tensors fit it. Only where they fit exactly are they in it; then
 * they are lazy arrays, which are read when something is computed from them.
 *
 * @param architecture the {@code model_type}
 * @param ties tensors that the checkpoint holds although the model has the second of each pair in
 *     their place, by stored name
 * @param storedNames for each parameter of the model, the name that its tensor has in the
 *     checkpoint
 */
public record LoadedModel(
        String architecture,
        Model model,
        Fit fit,
        SequencedMap<String, String> ties,
        Map<String, String> storedNames) {

    static LoadedModel of(String architecture, Model model, StoredWeights weights) {
        Map<String, Array> parameters = model.parameters().flatten();
        Fit fit = Fit.of(parameters, weights);
        if (fit.isExact()) {
            model.loadWeights(weights.arrays());
        }
        Map<String, String> storedNames = new HashMap<>();
        for (String name : parameters.keySet()) {
            storedNames.put(name, weights.storedName(name));
        }
        return new LoadedModel(architecture, model, fit, weights.ties(), storedNames);
    }
}
