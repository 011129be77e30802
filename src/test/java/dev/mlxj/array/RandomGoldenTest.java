package dev.mlxj.array;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.random.Random;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

class RandomGoldenTest {
    private static final Map<String, Function<OperationCall, Array>> OPERATIONS =
            RandomOperations.all();

    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenCases.tests("random", RandomGoldenTest::run);
    }

    /** What the cases of the reference's own maker leave out: large sizes, all dtypes, arrays. */
    @TestFactory
    Stream<DynamicTest> more_cases() {
        return GoldenCases.tests("random2", RandomGoldenTest::run);
    }

    private static Map<String, Tensor> run(GoldenCase golden) {
        if (golden.op().equals("mx.random.seed")) {
            return draws(golden);
        }
        Function<OperationCall, Array> operation = OPERATIONS.get(golden.op());
        if (operation == null) {
            return golden.skip("there is no operation " + golden.op());
        }
        Map<String, Array> inputs = new LinkedHashMap<>();
        golden.inputs().forEach((name, tensor) -> inputs.put(name, Array.of(tensor)));
        JsonNode in = golden.json().path("in");
        OperationCall call = new OperationCall(new LinkedHashMap<>(inputs), in, golden.args());
        return Map.of("y", some(operation.apply(call), golden.args()).tensor());
    }

    /** Each so many-th number, where a case says that it holds no more of a large result. */
    private static Array some(Array result, JsonNode args) {
        if (!args.has("every")) {
            return result;
        }
        return result.flatten().get(Index.span(null, null, args.path("every").asLong()));
    }

    /** Draws without keys, one after another. */
    private static Map<String, Tensor> draws(GoldenCase golden) {
        Random.seed(RandomOperations.seed(golden.args().path("seed")));
        Map<String, Array> results = new LinkedHashMap<>();
        for (JsonNode draw : golden.args().path("draws")) {
            Function<OperationCall, Array> operation =
                    OPERATIONS.get("mx.random." + draw.path("op").asText());
            if (operation == null) {
                return golden.skip("there is no operation " + draw);
            }
            OperationCall call = new OperationCall(new LinkedHashMap<>(), draw, draw);
            results.put("y" + results.size(), some(operation.apply(call), draw));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        results.forEach((name, array) -> tensors.put(name, array.tensor()));
        return tensors;
    }
}
