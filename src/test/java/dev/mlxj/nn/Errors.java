package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An error of mlxj against MLX's: the words are ours, the names and numbers in them the same. */
final class Errors {
    private static final List<Pattern> NAMES =
            List.of(
                    Pattern.compile("\"([^\"]*)\""),
                    Pattern.compile("'([^' ]*)'$"),
                    Pattern.compile("member (.*)\\.$"),
                    Pattern.compile("List index (\\d+)"),
                    Pattern.compile("of length (\\d+)"),
                    Pattern.compile("for parameter (.*)$"),
                    Pattern.compile("\n([^,\n]*)[,.]"));

    private Errors() {}

    static void verify(String place, JsonNode expected, RuntimeException got) {
        assertThat(got)
                .as("%s: %s", place, expected)
                .isInstanceOf(
                        switch (expected.path("type").asText()) {
                            case "ValueError", "KeyError" -> IllegalArgumentException.class;
                            case "AttributeError" -> NoSuchElementException.class;
                            default -> RuntimeException.class;
                        });
        for (String name : names(expected.path("message").asText())) {
            assertThat(got).as("%s: %s", place, expected).hasMessageContaining(name);
        }
    }

    private static List<String> names(String message) {
        List<String> names = new ArrayList<>();
        for (Pattern pattern : NAMES) {
            Matcher matcher = pattern.matcher(message);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
