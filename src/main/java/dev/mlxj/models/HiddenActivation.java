package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.layers.Activations;

import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;

/**
 * The activation functions that a {@code hidden_act} may name, with the meaning that transformers
 * gives it.
 */
final class HiddenActivation {
    private static final Map<String, Layer> BY_NAME =
            Map.ofEntries(
                    Map.entry("gelu", Activations::gelu),
                    Map.entry("gelu_10", x -> Activations.gelu(x).clip(-10.0, 10.0)),
                    Map.entry("gelu_accurate", Activations::geluApprox),
                    Map.entry("gelu_fast", Activations::geluApprox),
                    Map.entry("gelu_new", Activations::geluApprox),
                    Map.entry("gelu_python", Activations::gelu),
                    Map.entry("gelu_python_tanh", Activations::geluApprox),
                    Map.entry("gelu_pytorch_tanh", Activations::geluApprox),
                    Map.entry("hardswish", Activations::hardswish),
                    Map.entry("laplace", HiddenActivation::laplace),
                    Map.entry("leaky_relu", Activations::leakyRelu),
                    Map.entry("linear", x -> x),
                    Map.entry("mish", Activations::mish),
                    Map.entry("quick_gelu", Activations::geluFastApprox),
                    Map.entry("relu", Activations::relu),
                    Map.entry("relu2", Activations::relu2),
                    Map.entry("relu6", Activations::relu6),
                    Map.entry("sigmoid", Activations::sigmoid),
                    Map.entry("silu", Activations::silu),
                    Map.entry("sqrtsoftplus", x -> Activations.softplus(x).sqrt()),
                    Map.entry("swish", Activations::silu),
                    Map.entry("tanh", Activations::tanh));

    private HiddenActivation() {}

    /**
     * The function that a config names.
     *
     * @throws dev.mlxj.io.MalformedCheckpointException if there is none of that name
     */
    static Layer of(ModelConfig json, String key, String absent) throws IOException {
        return json.choice(key, absent, BY_NAME);
    }

    /**
     * The function of a name that a config has as a part of a value.
     *
     * @throws dev.mlxj.io.MalformedCheckpointException if there is none of that name
     */
    static Layer named(ModelConfig json, String key, String name) throws IOException {
        Layer function = BY_NAME.get(name);
        if (function == null) {
            throw json.unexpected(
                    key, "one that ends in one of " + new TreeSet<>(BY_NAME.keySet()));
        }
        return function;
    }

    /** The distribution function of a normal with the mean and variance of Ma et al., Mega. */
    private static Array laplace(Array x) {
        return x.subtract(0.707107).divide(0.282095 * Math.sqrt(2)).erf().add(1).multiply(0.5);
    }
}
