package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Path;

/** JSON documents in tests: what a run printed, and what was expected of it. */
final class Documents {
    static final Path TESTDATA = Path.of("..", "testdata");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The one document on the standard output of a run. */
    static JsonNode printedBy(Run run) throws IOException {
        return MAPPER.readTree(run.out());
    }

    /** A file of {@code testdata}. */
    static JsonNode read(String file) throws IOException {
        return MAPPER.readTree(TESTDATA.resolve(file).toFile());
    }

    /** Equal, but for the rounding of numbers with a fraction. */
    static void requireNear(JsonNode found, JsonNode expected, double tolerance, String what) {
        if (expected.isDouble()) {
            assertThat(found.isNumber()).as(what).isTrue();
            assertThat(found.doubleValue())
                    .as(what)
                    .isCloseTo(expected.doubleValue(), within(tolerance));
        } else {
            assertThat(found).as(what).isEqualTo(expected);
        }
    }

    private Documents() {}
}
