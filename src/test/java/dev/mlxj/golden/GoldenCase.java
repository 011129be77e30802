package dev.mlxj.golden;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.Assumptions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One case: the operation, its arguments, and what comes out.
 *
 * @param json the line of the file, whole
 * @param tensors the arrays of the area by the names that cases use
 */
public record GoldenCase(JsonNode json, Map<String, Tensor> tensors) {

    public String id() {
        return json.path("id").asText();
    }

    public String op() {
        return json.path("op").asText();
    }

    /** The arguments that are not arrays. */
    public JsonNode args() {
        return json.path("args");
    }

    /** Marks the case as skipped; never returns normally. */
    public Map<String, Tensor> skip(String reason) {
        return Assumptions.abort("case " + id() + ": " + reason);
    }

    /** The array inputs by name, in the order of the function's parameters. */
    public SequencedMap<String, Tensor> inputs() {
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        for (JsonNode item : json.path("in")) {
            if (item.has("tensor")) {
                inputs.put(item.path("name").asText(), tensor(item));
            }
        }
        return inputs;
    }

    /** Whether there is an input of this name, an array or a scalar. */
    public boolean hasInput(String name) {
        return !item("in", name).isMissingNode();
    }

    /** The array input of this name. */
    public Tensor input(String name) {
        return tensor(item("in", name));
    }

    /** The plain number given for this input: weakly typed, an int, a float or a boolean. */
    public JsonNode scalar(String name) {
        return item("in", name).path("scalar");
    }

    /** Names of the results, in their order. */
    public List<String> outputs() {
        List<String> names = new ArrayList<>();
        for (JsonNode item : json.path("out")) {
            names.add(item.path("name").asText());
        }
        return names;
    }

    /** What the reference gave for this result. */
    public Tensor output(String name) {
        return tensor(item("out", name));
    }

    /** Compares every result of the case with what was got, as its {@code compare} demands. */
    public void check(Map<String, Tensor> got) {
        for (String name : outputs()) {
            Tensor value = got.get(name);
            if (value == null) {
                throw new AssertionError(
                        "case %s: result '%s' is missing; got %s"
                                .formatted(id(), name, got.keySet()));
            }
            check(name, value);
        }
    }

    /** Compares one result: dtype, shape, then values. */
    public void check(String name, Tensor got) {
        JsonNode item = item("out", name);
        String place = "case %s: %s".formatted(id(), name);
        DType dtype = DType.named(item.path("dtype").asText()).orElseThrow();
        long[] extents = new long[item.path("shape").size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = item.path("shape").path(axis).asLong();
        }
        if (got.dtype() != dtype || !got.shape().equals(Shape.of(extents))) {
            throw new AssertionError(
                    "%s: expected %s %s, got %s %s"
                            .formatted(place, dtype, Shape.of(extents), got.dtype(), got.shape()));
        }
        Tensor expected = tensor(item);
        switch (json.path("compare").asText()) {
            case "close" -> {
                JsonNode tolerance = json.path("tol").path(dtype.name());
                TensorComparison.close(
                        place,
                        expected,
                        got,
                        Math.max(tolerance.path("rtol").asDouble(), leastTolerance(dtype)),
                        tolerance.path("atol").asDouble());
            }
            case "exact" -> TensorComparison.close(place, expected, got, 0, 0);
            case "bits" -> TensorComparison.bits(place, expected, got);
            case "info" -> {}
            default -> throw new AssertionError(place + ": unknown comparison in " + json);
        }
    }

    /**
     * The reference computes exp, sin and erf of F64 in F32, and the case then says so: its values
     * are 2e-7 off, twice the case's tolerance.
     */
    private double leastTolerance(DType dtype) {
        boolean single = json.path("notes").asText().contains("only be accurate to float32");
        return dtype == DType.F64 && single ? 4e-7 : 0;
    }

    private JsonNode item(String list, String name) {
        for (JsonNode item : json.path(list)) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        return json.path("/absent");
    }

    private Tensor tensor(JsonNode item) {
        Tensor tensor = tensors.get(item.path("tensor").asText());
        if (tensor == null) {
            throw new IllegalArgumentException("case %s: no tensor for %s".formatted(id(), item));
        }
        return tensor;
    }

    /** The identifier and the operation: arrays are too long to print. */
    @Override
    public String toString() {
        return id() + " " + op();
    }
}
