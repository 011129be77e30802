package dev.mlxj.golden;

import dev.mlxj.array.Array;
import dev.mlxj.array.Grad;
import dev.mlxj.tensor.Tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Runs a function of a case's arrays: its results, and {@code grad.NAME}, the gradient of the sum
 * of each result times its cotangent {@code cot.RESULT}, for each NAME that the case has.
 */
public final class GoldenGradients {
    /** A function of arrays by name. */
    @FunctionalInterface
    public interface Function {
        Map<String, Array> apply(SequencedMap<String, Array> inputs);
    }

    private GoldenGradients() {}

    /** Results and gradients, evaluated together. */
    public static Map<String, Tensor> run(GoldenCase golden, Function function) {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        golden.inputs().forEach((name, tensor) -> inputs.put(name, Array.of(tensor)));
        Map<String, Array> results = new LinkedHashMap<>(function.apply(inputs));
        results.putAll(gradients(golden, function, inputs));
        Array.eval(results.values());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        results.forEach((name, array) -> tensors.put(name, array.tensor()));
        return tensors;
    }

    private static Map<String, Array> gradients(
            GoldenCase golden, Function function, SequencedMap<String, Array> inputs) {
        List<String> wanted = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        for (String name : golden.outputs()) {
            if (name.startsWith("grad.")) {
                wanted.add(name.substring("grad.".length()));
            } else if (inputs.containsKey("cot." + name)) {
                outputs.add(name);
            }
        }
        Map<String, Array> gradients = new LinkedHashMap<>();
        if (wanted.isEmpty()) {
            return gradients;
        }
        Grad.Result result =
                Grad.vjp(
                        traced -> {
                            SequencedMap<String, Array> all = new LinkedHashMap<>(inputs);
                            for (int i = 0; i < wanted.size(); i++) {
                                all.put(wanted.get(i), traced.get(i));
                            }
                            return chosen(function.apply(all), outputs, "");
                        },
                        chosen(inputs, wanted, ""),
                        chosen(inputs, outputs, "cot."));
        for (int i = 0; i < wanted.size(); i++) {
            gradients.put("grad." + wanted.get(i), result.gradients().get(i));
        }
        return gradients;
    }

    private static List<Array> chosen(
            Map<String, Array> arrays, List<String> names, String prefix) {
        List<Array> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(Objects.requireNonNull(arrays.get(prefix + name), prefix + name));
        }
        return chosen;
    }
}
