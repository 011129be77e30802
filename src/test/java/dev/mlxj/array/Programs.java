package dev.mlxj.array;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.golden.GoldenCase;
import dev.mlxj.tensor.Tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/** Golden cases of function transforms: gradients of small programs, of any order, and jvp. */
final class Programs {
    private static final Map<String, Function<List<Array>, Array>> BY_TEXT =
            Map.of(
                    "a * stop_gradient(b)",
                    in -> in.get(0).multiply(in.get(1).stopGradient()),
                    "sum(square(a) * b)",
                    in -> in.get(0).square().multiply(in.get(1)).sum(),
                    "stop_gradient(sum(a * b)) * sum(a)",
                    in ->
                            in.get(0)
                                    .multiply(in.get(1))
                                    .sum()
                                    .stopGradient()
                                    .multiply(in.get(0).sum()),
                    "sum(tanh(a @ b))",
                    in -> in.get(0).matmul(in.get(1)).tanh().sum(),
                    "sum(a[0] * b) + sum(a)",
                    in -> in.get(0).get(Index.at(0)).multiply(in.get(1)).sum().add(in.get(0).sum()),
                    "sum(a * a * a)",
                    in -> in.get(0).multiply(in.get(0)).multiply(in.get(0)).sum(),
                    "sum(exp(a) * sin(a))",
                    in -> in.get(0).exp().multiply(in.get(0).sin()).sum(),
                    "sum(1 / (1 + square(a)))",
                    in -> Array.divide(1, in.get(0).square().add(1)).sum(),
                    "sum(sqrt(a))",
                    in -> in.get(0).sqrt().sum(),
                    "sum(logsumexp(a, axis=-1))",
                    in -> in.get(0).logsumexp(-1).sum());

    private Programs() {}

    /** The program that a case names, as an operation. */
    static List<Array> program(OperationCall call) {
        return List.of(named(call.arg("program").asText()).apply(call.arrays()));
    }

    private static Function<List<Array>, Array> named(String text) {
        Function<List<Array>, Array> program = BY_TEXT.get(text);
        if (program == null) {
            throw new AssertionError("there is no program " + text);
        }
        return program;
    }

    /** Value and gradients, of the derivative of order - 1. */
    static Map<String, Tensor> grad(GoldenCase golden) {
        JsonNode args = golden.args();
        Function<List<Array>, Array> program = named(args.path("program").asText());
        for (int order = 1; order < args.path("order").asInt(1); order++) {
            Function<List<Array>, Array> inner = program;
            program =
                    in ->
                            Grad.valueAndGrad(x -> List.of(inner.apply(x)))
                                    .apply(in)
                                    .gradients()
                                    .getFirst()
                                    .sum();
        }
        Function<List<Array>, Array> value = program;
        Function<List<Array>, List<Array>> function = in -> List.of(value.apply(in));
        if (args.path("checkpoint").asBoolean()) {
            function = Grad.checkpoint(function);
        }
        List<Array> inputs = golden.inputs().values().stream().map(Array::of).toList();
        Grad.Result result =
                Grad.valueAndGrad(function, arguments(args.path("argnums"))).apply(inputs);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("value", result.value().tensor());
        for (int i = 0; i < result.gradients().size(); i++) {
            tensors.put("grad" + i, result.gradients().get(i).tensor());
        }
        return tensors;
    }

    private static int[] arguments(JsonNode argnums) {
        if (!argnums.isArray()) {
            return new int[] {argnums.asInt(0)};
        }
        int[] numbers = new int[argnums.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = argnums.path(i).asInt();
        }
        return numbers;
    }

    /** The operation that a case names, and how its result moves with its inputs. */
    static Map<String, Tensor> jvp(GoldenCase golden) {
        SequencedMap<String, Array> primals = new LinkedHashMap<>();
        List<Array> tangents = new ArrayList<>();
        golden.inputs()
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith("tangent.")) {
                                tangents.add(Array.of(tensor));
                            } else {
                                primals.put(name, Array.of(tensor));
                            }
                        });
        Grad.Result result =
                Grad.jvp(inner(golden, primals), List.copyOf(primals.values()), tangents);
        return Map.of(
                "y", result.value().tensor(), "jvp.y", result.gradients().getFirst().tensor());
    }

    /** The operation that a case names, for many inputs at once. */
    static Map<String, Tensor> vmap(GoldenCase golden) {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        golden.inputs().forEach((name, tensor) -> inputs.put(name, Array.of(tensor)));
        List<Integer> axes = new ArrayList<>();
        for (JsonNode axis : golden.args().path("in_axes")) {
            axes.add(axis.isNull() ? Vmap.NONE : axis.asInt());
        }
        int outAxis = golden.args().path("out_axes").asInt(0);
        Function<List<Array>, List<Array>> many = Vmap.of(inner(golden, inputs), axes, outAxis);
        return Map.of("y", many.apply(List.copyOf(inputs.values())).getFirst().tensor());
    }

    /** The operation within a transform, as a function of its arrays. */
    static Function<List<Array>, List<Array>> inner(
            GoldenCase golden, SequencedMap<String, Array> inputs) {
        String name = golden.args().path("fn").asText();
        Operations.Operation operation = Operations.named(name).orElseThrow();
        List<String> names = List.copyOf(inputs.keySet());
        return arrays -> {
            SequencedMap<String, Array> named = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                named.put(names.get(i), arrays.get(i));
            }
            return operation.call(
                    new OperationCall(named, golden.json().path("in"), golden.args().path("args")));
        };
    }
}
