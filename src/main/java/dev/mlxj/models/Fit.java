package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tree.Nearest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the tensors of a checkpoint fit the parameters of a model, all deviations of a kind together
 * and sorted by name.
 *
 * @param missing parameters that the checkpoint lacks, named as its other tensors are
 * @param extra tensors that the model has no place for, as the checkpoint names them
 * @param misshapen tensors of another shape than their parameter
 */
public record Fit(List<String> missing, List<String> extra, List<Misshapen> misshapen) {

    /**
     * @param name as the checkpoint has it
     */
    public record Misshapen(String name, Shape expected, Shape found) {}

    public Fit {
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
        misshapen = List.copyOf(misshapen);
    }

    /** Compares names and shapes; reads and computes nothing. */
    static Fit of(Map<String, Array> parameters, StoredWeights weights) {
        Map<String, Array> stored = new TreeMap<>(weights.arrays());
        List<String> missing = new ArrayList<>();
        List<Misshapen> misshapen = new ArrayList<>();
        for (Map.Entry<String, Array> parameter : new TreeMap<>(parameters).entrySet()) {
            Array array = stored.remove(parameter.getKey());
            Shape expected = parameter.getValue().shape();
            if (array == null) {
                missing.add(weights.presumedName(parameter.getKey()));
            } else if (!array.shape().equals(expected)) {
                misshapen.add(
                        new Misshapen(
                                weights.storedName(parameter.getKey()), expected, array.shape()));
            }
        }
        List<String> extra = new ArrayList<>();
        for (String name : stored.keySet()) {
            extra.add(weights.storedName(name));
        }
        extra.sort(null);
        return new Fit(missing, extra, misshapen);
    }

    /** Nothing missing, nothing extra, every shape as it should be. */
    public boolean isExact() {
        return missing.isEmpty() && extra.isEmpty() && misshapen.isEmpty();
    }

    /** All deviations, a sentence each: what is missing, then what is extra, then wrong shapes. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>(missingSentences());
        findings.addAll(extraSentences());
        findings.addAll(misshapenSentences());
        return findings;
    }

    /** Each missing parameter with the extra tensors that may be it under another name. */
    public List<String> missingSentences() {
        List<String> sentences = new ArrayList<>();
        for (String name : missing) {
            sentences.add("missing: " + Names.quote(name) + candidates(name, extra));
        }
        return sentences;
    }

    /** Each extra tensor with the missing parameters that it may be. */
    public List<String> extraSentences() {
        List<String> sentences = new ArrayList<>();
        for (String name : extra) {
            sentences.add("extra: " + Names.quote(name) + candidates(name, missing));
        }
        return sentences;
    }

    /** Each misshapen tensor with both shapes. */
    public List<String> misshapenSentences() {
        List<String> sentences = new ArrayList<>();
        for (Misshapen tensor : misshapen) {
            sentences.add(
                    "misshapen: "
                            + Names.quote(tensor.name)
                            + " is "
                            + tensor.found
                            + ", expected "
                            + tensor.expected);
        }
        return sentences;
    }

    private static String candidates(String name, List<String> among) {
        List<String> nearest = Nearest.to(name, among);
        if (nearest.isEmpty()) {
            return "";
        }
        List<String> quoted = new ArrayList<>();
        for (String candidate : nearest) {
            quoted.add(Names.quote(candidate));
        }
        return " (nearest: " + String.join(", ", quoted) + ")";
    }
}
