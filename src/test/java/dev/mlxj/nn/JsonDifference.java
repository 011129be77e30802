package dev.mlxj.nn;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first place where two JSON values differ; the order of names counts, 1 equals 1.0. */
final class JsonDifference {
    private JsonDifference() {}

    static Optional<String> of(String path, JsonNode expected, JsonNode got) {
        if (expected.isObject() && got.isObject()) {
            List<String> names = names(expected);
            if (!names.equals(names(got))) {
                return differs(path, expected, got);
            }
            return names.stream()
                    .flatMap(n -> of(path + "." + n, expected.get(n), got.get(n)).stream())
                    .findFirst();
        }
        if (expected.isArray() && got.isArray() && expected.size() == got.size()) {
            for (int i = 0; i < expected.size(); i++) {
                Optional<String> difference = of(path + "." + i, expected.get(i), got.get(i));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
        if (expected.isNumber() && got.isNumber()) {
            double a = expected.asDouble();
            double b = got.asDouble();
            return Math.abs(a - b) <= 1e-6 * Math.abs(a)
                    ? Optional.empty()
                    : differs(path, expected, got);
        }
        return expected.equals(got) ? Optional.empty() : differs(path, expected, got);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Optional<String> differs(String path, JsonNode expected, JsonNode got) {
        return Optional.of("%s: expected %s, got %s".formatted(path, expected, got));
    }
}
