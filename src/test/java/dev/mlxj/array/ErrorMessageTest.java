package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** What is refused is refused in the words of the reference, when the graph is built. */
class ErrorMessageTest {
    @TestFactory
    Stream<DynamicTest> messages_have_those_of_the_reference() {
        return Stream.of("ops", "ops2")
                .flatMap(area -> GoldenCases.of(area).stream())
                .filter(golden -> golden.json().has("error"))
                // These speak of types of Python and of C++.
                .filter(golden -> !golden.op().equals("mx.array"))
                .map(golden -> DynamicTest.dynamicTest(golden.toString(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        assertThatThrownBy(() -> OpsRunner.run(golden))
                .hasMessageContaining(golden.json().path("error").path("message").asText());
    }
}
