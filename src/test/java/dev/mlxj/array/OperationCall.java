package dev.mlxj.array;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** The arguments of one call of an operation, as a golden case gives them. */
final class OperationCall {
    private final SequencedMap<String, Array> inputs;
    private final JsonNode in;
    private final JsonNode args;

    /**
     * @param inputs the arrays by name, in their order
     * @param in the inputs of the case, plain numbers among them
     * @param args the other arguments
     */
    OperationCall(SequencedMap<String, Array> inputs, JsonNode in, JsonNode args) {
        this.inputs = inputs;
        this.in = in;
        this.args = args;
    }

    /** All array inputs in their order. */
    List<Array> arrays() {
        return List.copyOf(inputs.values());
    }

    /** The first array. */
    Array x() {
        return inputs.firstEntry().getValue();
    }

    /** The input of this name, a weak number beside the first array if it is none. */
    Array input(String name) {
        Array array = inputs.get(name);
        if (array != null) {
            return array;
        }
        return beside(x(), name);
    }

    boolean hasInput(String name) {
        return inputs.containsKey(name);
    }

    /** The array of this name, if there is one. */
    @Nullable Array optional(String name) {
        return inputs.get(name);
    }

    /** The first operand, an array or a number. */
    Array left() {
        return input(in.path(0).path("name").asText());
    }

    /** The second operand, an array or a number. */
    Array y() {
        return input(in.path(1).path("name").asText());
    }

    /** A number beside the first array. */
    Array weak(JsonNode number) {
        return weak(x(), number);
    }

    private static Array weak(Array array, JsonNode number) {
        if (number.isBoolean()) {
            return Weak.of(array, number.asBoolean());
        }
        return number.isIntegralNumber()
                ? Weak.of(array, number.asLong())
                : Weak.of(array, number.asDouble());
    }

    /** The plain number of this name beside an array. */
    Array beside(Array array, String name) {
        return weak(array, scalar(name));
    }

    /** The plain integer of this name, as an array of its own. */
    Array number(String name) {
        return Array.scalar(scalar(name).asLong());
    }

    private JsonNode scalar(String name) {
        for (JsonNode item : in) {
            if (item.path("name").asText().equals(name) && item.has("scalar")) {
                return item.path("scalar");
            }
        }
        throw new AssertionError("no number " + name);
    }

    JsonNode arg(String name) {
        return args.path(name);
    }

    /** Whether the argument is there and not null. */
    boolean has(String name) {
        return args.hasNonNull(name);
    }

    int intArg(String name, int otherwise) {
        return has(name) ? arg(name).asInt() : otherwise;
    }

    double doubleArg(String name, double otherwise) {
        return has(name) ? arg(name).asDouble() : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        return has(name) ? arg(name).asBoolean() : otherwise;
    }

    /** The axes, none for all of them. */
    int[] axes() {
        return ints("axis");
    }

    int[] ints(String name) {
        if (!has(name)) {
            return new int[0];
        }
        if (arg(name).isInt()) {
            return new int[] {arg(name).asInt()};
        }
        int[] numbers = new int[arg(name).size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = arg(name).path(i).asInt();
        }
        return numbers;
    }

    long[] longs(String name) {
        int[] ints = ints(name);
        long[] numbers = new long[ints.length];
        for (int i = 0; i < ints.length; i++) {
            numbers[i] = ints[i];
        }
        return numbers;
    }

    DType dtype(DType otherwise) {
        return has("dtype") ? DType.named(arg("dtype").asText()).orElseThrow() : otherwise;
    }

    /** Python slices, one an axis: start, stop, step, each of which may be null. */
    Index[] slices(String name) {
        List<Index> indices = new ArrayList<>();
        for (JsonNode slice : arg(name)) {
            indices.add(slice(slice));
        }
        return indices.toArray(Index[]::new);
    }

    static Index slice(JsonNode slice) {
        return Index.span(
                border(slice.path(0)),
                border(slice.path(1)),
                slice.hasNonNull(2) ? slice.path(2).asLong() : 1);
    }

    private static @Nullable Long border(JsonNode border) {
        return border.isNumber() ? border.asLong() : null;
    }
}
