package dev.mlxj.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The interface of {@link Module} and the utilities of trees against what MLX does. Where mlxj
 * differs on purpose, {@link Deviations} turns MLX's answer into ours.
 */
class ModuleGoldenTest {
    @TestFactory
    Stream<DynamicTest> module() {
        return GoldenCases.tests("module", ModuleGoldenTest::run);
    }

    private static Map<String, Tensor> run(GoldenCase golden) {
        if (golden.op().startsWith("utils.")) {
            JsonNode got =
                    TreeUtilities.run(golden.op().substring("utils.".length()), golden.args());
            JsonNode own = OwnAnswers.of(golden.json(), "result");
            verify(
                    golden,
                    "result",
                    own == null ? withoutTuples(golden.json().path("result")) : own,
                    got);
        } else {
            calls(golden);
        }
        return Map.of();
    }

    /** A tuple is a list: trees do not tell them apart. */
    private static JsonNode withoutTuples(JsonNode node) {
        if (node.size() == 1 && node.has("tuple")) {
            return node.path("tuple");
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(withoutTuples(entry.getValue())));
        }
        return node;
    }

    private static void calls(GoldenCase golden) {
        Module model = (Module) Descriptions.build(golden.json().path("tree"));
        ModuleCalls calls = new ModuleCalls(model);
        if (golden.json().path("fill").asBoolean()) {
            calls.fill();
        }
        Deviations deviations = new Deviations(golden.json(), calls);
        List<JsonNode> results = new ArrayList<>();
        golden.json().path("results").forEach(results::add);
        for (int i = 0; i < results.size(); i++) {
            JsonNode call = golden.json().path("calls").path(i);
            JsonNode expected = deviations.result(call, results.get(i));
            String place = "call %d %s".formatted(i + 1, call);
            deviations.before(call, results.get(i));
            ModuleCalls.Result got = calls.perform(model, call);
            result(golden, place, expected, got);
            deviations.after(call, results.get(i), got);
        }
        JsonNode outcome = golden.json().path("outcome");
        for (Map.Entry<String, JsonNode> query : outcome.properties()) {
            JsonNode expected = deviations.outcome(query.getKey(), query.getValue(), outcome);
            verify(golden, query.getKey(), expected, ModuleCalls.query(query.getKey(), model));
        }
    }

    private static void result(
            GoldenCase golden, String place, JsonNode expected, ModuleCalls.Result got) {
        if (expected.has("error") != (got.error() != null)) {
            throw new AssertionFailedError(
                    "case %s: %s: expected %s, got %s"
                            .formatted(golden.id(), place, expected, got));
        }
        if (got.error() != null) {
            Errors.verify(
                    "case %s: %s".formatted(golden.id(), place),
                    expected.path("error"),
                    got.error());
        } else {
            verify(golden, place, expected.path("returns"), got.value());
        }
    }

    private static void verify(GoldenCase golden, String what, JsonNode expected, JsonNode got) {
        JsonDifference.of(what, expected, got)
                .ifPresent(
                        difference -> {
                            throw new AssertionFailedError(
                                    "case %s: %s".formatted(golden.id(), difference),
                                    pretty(expected),
                                    pretty(got));
                        });
    }

    private static String pretty(JsonNode node) {
        return node instanceof ObjectNode || node instanceof ArrayNode
                ? node.toPrettyString()
                : node.toString();
    }
}
