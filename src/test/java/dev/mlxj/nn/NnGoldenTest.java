package dev.mlxj.nn;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.golden.GoldenGradients;
import dev.mlxj.nn.layers.ALiBi;
import dev.mlxj.nn.layers.Activations;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.Bilinear;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.GRU;
import dev.mlxj.nn.layers.LSTM;
import dev.mlxj.nn.layers.MultiHeadAttention;
import dev.mlxj.nn.layers.QuantizedEmbedding;
import dev.mlxj.nn.layers.RNN;
import dev.mlxj.nn.layers.RoPE;
import dev.mlxj.nn.layers.Transformer;
import dev.mlxj.nn.layers.TransformerDecoder;
import dev.mlxj.nn.layers.TransformerDecoderLayer;
import dev.mlxj.nn.layers.TransformerEncoder;
import dev.mlxj.nn.layers.TransformerEncoderLayer;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Layers and activation functions against MLX: results, gradients, and what a call leaves behind.
 */
class NnGoldenTest {
    @TestFactory
    Stream<DynamicTest> nn() {
        return GoldenCases.tests("nn", NnGoldenTest::run);
    }

    private static Map<String, Tensor> run(GoldenCase golden) {
        Map<String, Tensor> results = GoldenGradients.run(golden, inputs -> call(golden, inputs));
        if (golden.args().has("output_padding")) {
            results.computeIfPresent(
                    "grad.x", (name, tensor) -> asFarAs(golden.output(name).shape(), tensor));
        }
        return results;
    }

    /** MLX's gradient lacks the last elements where a transposed convolution pads its output. */
    private static Tensor asFarAs(Shape shape, Tensor gradient) {
        Array first = Array.of(gradient);
        for (int axis = 0; axis < shape.rank(); axis++) {
            first = first.slice(axis, 0, shape.extent(axis));
        }
        return first.tensor();
    }

    private static Array present(Map<String, Array> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /** The results of the layer or function, and the parameters after the call. */
    private static Map<String, Array> call(GoldenCase golden, SequencedMap<String, Array> inputs) {
        String name = golden.op().substring("nn.".length());
        if (name.equals("MultiHeadAttention.create_additive_causal_mask")) {
            return Map.of(
                    "y",
                    MultiHeadAttention.additiveCausalMask(
                            golden.args().path("N").asInt(),
                            DType.valueOf(golden.args().path("dtype").asText())));
        }
        if (Character.isLowerCase(name.charAt(0))) {
            return Map.of("y", function(name, golden.args(), inputs));
        }
        Module layer = LibraryLayers.construct(name, golden.args());
        Map<String, Array> parameters = new LinkedHashMap<>();
        inputs.forEach(
                (input, array) -> {
                    if (input.startsWith("param.")) {
                        parameters.put(input.substring("param.".length()), array);
                    }
                });
        layer.loadWeights(parameters);
        if (golden.json().path("training").asBoolean()) {
            layer.train();
        } else {
            layer.eval();
        }
        if (golden.json().has("seed")) {
            Random.seed(golden.json().path("seed").asLong());
        }
        Map<String, Array> results = new LinkedHashMap<>(forward(layer, golden.json(), inputs));
        layer.parameters().forEach((path, array) -> results.put("after." + path, array));
        return results;
    }

    private static Array function(String name, JsonNode args, SequencedMap<String, Array> inputs) {
        return name.equals("prelu")
                ? Activations.prelu(present(inputs, "x"), present(inputs, "alpha"))
                : LibraryLayers.call(name, present(inputs, "x"), args);
    }

    private static Map<String, Array> forward(Module layer, JsonNode json, Map<String, Array> in) {
        JsonNode call = json.path("call");
        if (layer instanceof LSTM lstm) {
            LSTM.States states = lstm.forward(present(in, "x"), in.get("hidden"), in.get("cell"));
            return Map.of("y0", states.hidden(), "y1", states.cell());
        }
        return Map.of(
                "y",
                switch (layer) {
                    case Bilinear bilinear ->
                            bilinear.forward(present(in, "x1"), present(in, "x2"));
                    case RNN rnn -> rnn.forward(present(in, "x"), in.get("hidden"));
                    case GRU gru -> gru.forward(present(in, "x"), in.get("hidden"));
                    case RoPE rope -> rope.forward(present(in, "x"), call.path("offset").asInt());
                    case ALiBi alibi ->
                            alibi.forward(
                                    present(in, "attention_scores"),
                                    call.path("offset").asInt(),
                                    in.get("mask"));
                    case MultiHeadAttention attention ->
                            attention.forward(
                                    present(in, "queries"),
                                    present(in, "keys"),
                                    present(in, "values"),
                                    mask(call, in));
                    case TransformerEncoderLayer encoder ->
                            encoder.forward(present(in, "x"), in.get("mask"));
                    case TransformerEncoder encoder ->
                            encoder.forward(present(in, "x"), in.get("mask"));
                    case TransformerDecoderLayer decoder ->
                            decoder.forward(
                                    present(in, "x"),
                                    present(in, "memory"),
                                    in.get("x_mask"),
                                    in.get("memory_mask"));
                    case TransformerDecoder decoder ->
                            decoder.forward(
                                    present(in, "x"),
                                    present(in, "memory"),
                                    in.get("x_mask"),
                                    in.get("memory_mask"));
                    case Transformer transformer ->
                            transformer.forward(
                                    present(in, "src"),
                                    present(in, "tgt"),
                                    in.get("src_mask"),
                                    in.get("tgt_mask"),
                                    in.get("memory_mask"));
                    case Embedding embedding
                            when json.path("method").asText().equals("as_linear") ->
                            embedding.asLinear(present(in, "x"));
                    case QuantizedEmbedding embedding
                            when json.path("method").asText().equals("as_linear") ->
                            embedding.asLinear(present(in, "x"));
                    default -> ((Layer) layer).forward(present(in, "x"));
                });
    }

    private static @Nullable Array mask(JsonNode call, Map<String, Array> in) {
        return call.path("mask").asText().equals("causal")
                ? Attention.causal(
                        (int) present(in, "queries").shape().extent(1),
                        (int) present(in, "keys").shape().extent(1))
                : in.get("mask");
    }
}
