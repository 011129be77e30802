package dev.mlxj.optim;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.Array;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.nn.FreezeOption;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.ValueAndGrad;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tree.Tree;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The network of MLX's documentation, trained on XOR, parts of it frozen at times. */
class TrainGoldenTest {
    @TestFactory
    Stream<DynamicTest> train() {
        return GoldenCases.tests("train", TrainGoldenTest::run);
    }

    private static Map<String, Tensor> run(GoldenCase golden) {
        JsonNode args = golden.args();
        JsonNode dims = args.path("model");
        Perceptron model =
                new Perceptron(
                        dims.path("in_dims").asInt(),
                        dims.path("hidden_dims").asInt(),
                        dims.path("out_dims").asInt());
        model.loadWeights(parameters(golden));
        Optimizer optimizer =
                LibraryOptimizers.optimizer(
                        args.path("optimizer").asText(), args.path("optimizer_args"));
        Array x = Array.of(golden.input("x"));
        Array y = Array.of(golden.input("y"));
        List<Array> losses = new ArrayList<>();
        for (int step = 0; step < args.path("steps").asInt(); step++) {
            for (JsonNode call : args.path("calls")) {
                if (call.path("at").asInt(0) == step) {
                    perform(call, model);
                }
            }
            ValueAndGrad.Result result = ValueAndGrad.of(model, () -> model.loss(x, y));
            Tree<Array> gradients = result.gradients();
            if (args.has("max_norm")) {
                gradients =
                        ClipGradNorm.of(gradients, args.path("max_norm").asDouble()).gradients();
            }
            optimizer.update(model, gradients);
            losses.add(result.value());
            Array.eval(model.parameters().leaves().toList());
        }
        Map<String, Tensor> results = new LinkedHashMap<>();
        results.put("losses", Array.stack(losses, 0).tensor());
        model.parameters()
                .forEach((path, parameter) -> results.put("param." + path, parameter.tensor()));
        return results;
    }

    private static SequencedMap<String, Array> parameters(GoldenCase golden) {
        SequencedMap<String, Array> parameters = new LinkedHashMap<>();
        golden.inputs()
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith("param.")) {
                                parameters.put(name.substring("param.".length()), Array.of(tensor));
                            }
                        });
        return parameters;
    }

    private static void perform(JsonNode call, Module model) {
        JsonNode keys = call.path("args").path("keys");
        List<String> names = new ArrayList<>();
        if (keys.isTextual()) {
            names.add(keys.asText());
        }
        keys.forEach(key -> names.add(key.asText()));
        FreezeOption[] options =
                call.path("args").path("strict").asBoolean()
                        ? new FreezeOption[] {FreezeOption.STRICT}
                        : new FreezeOption[0];
        switch (call.path("call").asText()) {
            case "freeze" -> {
                if (keys.isMissingNode()) {
                    model.freeze(options);
                } else {
                    model.freeze(names, options);
                }
            }
            case "unfreeze" -> model.unfreeze(names, options);
            default -> throw new AssertionError("unknown call " + call);
        }
    }
}
