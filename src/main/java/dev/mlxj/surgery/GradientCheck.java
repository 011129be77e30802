package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.array.Grad;
import dev.mlxj.io.Names;
import dev.mlxj.models.LoadedModel;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * One backward pass: exactly the parameters that train receive a gradient, and it is finite.
 *
 * @param trainable how many do
 * @param frozen how many are left out
 * @param findings what is wrong, a sentence each
 */
record GradientCheck(int trainable, int frozen, List<String> findings) {

    /**
     * Differentiates a sum over all outputs of the model but its hidden states, each element with a
     * weight of its own, so that no norm in the model makes it constant.
     *
     * @param frozenSet by the checkpoint's names
     */
    static GradientCheck of(LoadedModel loaded, FrozenSet frozenSet, Map<String, Array> inputs) {
        SequencedMap<String, Parameter> train = new LinkedHashMap<>();
        int frozen = 0;
        for (Map.Entry<String, Parameter> entry : loaded.model().namedParameters().entrySet()) {
            Parameter parameter = entry.getValue();
            String stored = loaded.storedNames().getOrDefault(entry.getKey(), entry.getKey());
            if (parameter.isFrozen() || frozenSet.contains(stored)) {
                frozen++;
            } else if (parameter.value().dtype().isInexact()) {
                train.put(stored, parameter);
            }
        }
        return new GradientCheck(
                train.size(),
                frozen,
                train.isEmpty() ? List.of() : findings(loaded, train, inputs));
    }

    private static List<String> findings(
            LoadedModel loaded, SequencedMap<String, Parameter> train, Map<String, Array> inputs) {
        List<Parameter> parameters = List.copyOf(train.values());
        List<Array> before = parameters.stream().map(Parameter::value).toList();
        int[] all = IntStream.range(0, parameters.size()).toArray();
        Grad.Result result;
        try {
            result =
                    Grad.valueAndGrad(
                                    traced -> {
                                        setAll(parameters, traced);
                                        return List.of(loss(loaded, inputs));
                                    },
                                    all)
                            .apply(before);
        } finally {
            setAll(parameters, before);
        }
        List<Array> finite = new ArrayList<>();
        for (Array gradient : result.gradients()) {
            finite.add(gradient.isfinite().all());
        }
        Array.eval(finite);
        List<String> findings = new ArrayList<>();
        int i = 0;
        for (String name : train.keySet()) {
            if (!result.reached().get(i)) {
                findings.add("no gradient: " + Names.quote(name) + " changes no output");
            } else if (!finite.get(i).itemBoolean()) {
                findings.add("not finite: the gradient of " + Names.quote(name));
            }
            i++;
        }
        return findings;
    }

    private static void setAll(List<Parameter> parameters, List<Array> values) {
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).set(values.get(i));
        }
    }

    private static Array loss(LoadedModel loaded, Map<String, Array> inputs) {
        Array sum = Array.zeros(DType.F32);
        for (Map.Entry<String, Array> output : loaded.model().forward(inputs).entrySet()) {
            if (!LayerError.isState(output.getKey())) {
                Array values = output.getValue().astype(DType.F32).flatten();
                Array weights = Array.arange(DType.F32, values.size()).multiply(0.7).sin();
                sum = sum.add(values.multiply(weights).mean());
            }
        }
        return sum;
    }
}
