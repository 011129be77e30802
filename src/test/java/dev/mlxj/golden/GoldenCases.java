package dev.mlxj.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The cases of one area: a folder with {@code cases.jsonl}, one case a line, and mostly {@code
 * tensors.safetensors}, the arrays that the cases name.
 */
public final class GoldenCases {
    /** Runs one case. */
    @FunctionalInterface
    public interface Runner {
        /**
         * The results by the names that the case gives them; empty where the runner has compared
         * what is no tensor by itself. A runner that lacks the operation calls {@link
         * GoldenCase#skip}.
         */
        Map<String, Tensor> run(GoldenCase golden) throws Exception;
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenCases() {}

    /** A test for each case of the area; a single skipped one if its folder is absent. */
    public static Stream<DynamicTest> tests(String area, Runner runner) {
        Path folder = root().resolve(area);
        if (!Files.isDirectory(folder)) {
            return Stream.of(
                    DynamicTest.dynamicTest(
                            area, () -> Assumptions.abort("no folder " + folder.toAbsolutePath())));
        }
        return read(folder).stream()
                .map(
                        golden ->
                                DynamicTest.dynamicTest(
                                        golden.id() + " " + golden.op(),
                                        () -> check(golden, runner)));
    }

    /** All cases of the area, in the order of the file; none if its folder is absent. */
    public static List<GoldenCase> of(String area) {
        Path folder = root().resolve(area);
        return Files.isDirectory(folder) ? read(folder) : List.of();
    }

    /** The folder that holds the areas. */
    public static Path root() {
        String named = System.getProperty("mlxj.golden");
        if (named != null) {
            return Path.of(named);
        }
        Path beside = Path.of("testdata", "golden");
        return Files.isDirectory(beside) ? beside : Path.of("..").resolve(beside);
    }

    private static List<GoldenCase> read(Path folder) {
        try {
            Path file = folder.resolve("tensors.safetensors");
            Map<String, Tensor> tensors =
                    Files.exists(file) ? GoldenTensors.read(file) : Map.<String, Tensor>of();
            List<GoldenCase> cases = new ArrayList<>();
            for (String line : Files.readAllLines(folder.resolve("cases.jsonl"))) {
                JsonNode json = JSON.readTree(line);
                cases.add(new GoldenCase(json, tensors));
            }
            return cases;
        } catch (IOException e) {
            throw new IllegalStateException("golden folder " + folder, e);
        }
    }

    private static void check(GoldenCase golden, Runner runner) throws Exception {
        if (golden.json().has("error")) {
            Throwable thrown = catchThrowable(() -> runner.run(golden));
            if (thrown instanceof TestAbortedException skipped) {
                throw skipped;
            }
            assertThat(thrown)
                    .as("case %s: expected the error %s", golden.id(), golden.json().path("error"))
                    .isInstanceOfAny(IllegalArgumentException.class, IOException.class)
                    .message()
                    .isNotBlank();
        } else {
            golden.check(runner.run(golden));
        }
    }
}
