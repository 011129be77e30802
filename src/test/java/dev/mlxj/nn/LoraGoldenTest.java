package dev.mlxj.nn;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.Array;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.golden.GoldenGradients;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.EmbeddingLayer;
import dev.mlxj.nn.layers.ExpertLayer;
import dev.mlxj.nn.lora.Adapter;
import dev.mlxj.nn.lora.DoRAEmbedding;
import dev.mlxj.nn.lora.DoRALinear;
import dev.mlxj.nn.lora.LoRAEmbedding;
import dev.mlxj.nn.lora.LoRALinear;
import dev.mlxj.nn.lora.LoRAOptions;
import dev.mlxj.nn.lora.LoRASwitchLinear;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Adapters against mlx-lm: calls, gradients and fused weights. */
class LoraGoldenTest {
    @TestFactory
    Stream<DynamicTest> lora() {
        return GoldenCases.tests(
                "lora", golden -> GoldenGradients.run(golden, inputs -> call(golden, inputs)));
    }

    private static Map<String, Array> call(GoldenCase golden, SequencedMap<String, Array> inputs) {
        Module adapter = adapter(golden.op(), golden.args());
        Map<String, Array> parameters = new LinkedHashMap<>();
        inputs.forEach(
                (input, array) -> {
                    if (input.startsWith("param.")) {
                        parameters.put(input.substring("param.".length()), array);
                    }
                });
        adapter.loadWeights(parameters);
        if (golden.json().path("method").asText().equals("fuse")) {
            return ((Adapter) adapter).fuseDequantized().parameters().flatten();
        }
        Array x = Objects.requireNonNull(inputs.get("x"));
        if (adapter instanceof LoRASwitchLinear experts) {
            return Map.of("y", experts.forward(x, Objects.requireNonNull(inputs.get("indices"))));
        }
        return Map.of(
                "y",
                golden.json().path("method").asText().equals("as_linear")
                        ? ((EmbeddingLayer) adapter).asLinear(x)
                        : ((Layer) adapter).forward(x));
    }

    private static Module adapter(String op, JsonNode args) {
        Module base = LibraryLayers.construct(args.path("base").asText(), args.path("base_args"));
        LoRAOptions options =
                new LoRAOptions(args.path("r").asInt(), args.path("scale").asDouble(), 0);
        return switch (op) {
            case "lora.LoRALinear" -> LoRALinear.fromBase((Layer) base, options);
            case "lora.DoRALinear" -> DoRALinear.fromBase((Layer) base, options);
            case "lora.LoRAEmbedding" -> LoRAEmbedding.fromBase((EmbeddingLayer) base, options);
            case "lora.DoRAEmbedding" -> DoRAEmbedding.fromBase((Embedding) base, options);
            case "lora.LoRASwitchLinear" -> LoRASwitchLinear.fromBase((ExpertLayer) base, options);
            default -> throw new AssertionError(op);
        };
    }
}
