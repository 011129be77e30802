package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.tree.DuplicateKeyException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** What named arrays would replace in a module, checked whole before anything is written. */
final class WeightLoading {
    private WeightLoading() {}

    static Map<String, Array> named(List<? extends Map.Entry<String, Array>> weights) {
        Map<String, Array> named = new LinkedHashMap<>();
        for (Map.Entry<String, Array> one : weights) {
            if (named.put(one.getKey(), one.getValue()) != null) {
                throw new DuplicateKeyException(one.getKey(), one.getKey());
            }
        }
        return named;
    }

    static List<Write> strict(Module module, Map<String, Array> weights) {
        SequencedMap<String, Parameter> parameters = module.namedParameters();
        SortedSet<String> extra = new TreeSet<>(weights.keySet());
        extra.removeAll(parameters.keySet());
        refuse("not in the model", extra);
        SortedSet<String> missing = new TreeSet<>(parameters.keySet());
        missing.removeAll(weights.keySet());
        refuse("missing", missing);

        List<String> misfits = new ArrayList<>();
        List<Write> writes = new ArrayList<>();
        parameters.forEach(
                (name, parameter) -> {
                    Array value = weights.get(name);
                    Array old = parameter.value();
                    if (value == null || !value.shape().equals(old.shape())) {
                        misfits.add(
                                "%s (expected %s, got %s)"
                                        .formatted(
                                                name,
                                                old.shape(),
                                                value == null ? null : value.shape()));
                    } else {
                        writes.add(parameter.write(value));
                    }
                });
        refuse("of another shape", misfits);
        return writes;
    }

    static List<Write> lenient(Module module, Map<String, Array> weights) {
        List<Write> writes = new ArrayList<>();
        weights.forEach(
                (name, value) ->
                        module.find(name).ifPresent(place -> writes.add(place.write(value))));
        return writes;
    }

    private static void refuse(String what, Iterable<String> names) {
        List<String> all = new ArrayList<>();
        names.forEach(all::add);
        if (!all.isEmpty()) {
            throw new IllegalArgumentException(
                    "loadWeights: %d %s %s:\n  %s"
                            .formatted(
                                    all.size(),
                                    all.size() == 1 ? "parameter is" : "parameters are",
                                    what,
                                    String.join("\n  ", all)));
        }
    }
}
