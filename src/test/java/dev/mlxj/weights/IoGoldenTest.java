package dev.mlxj.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Files that MLX wrote, read here: every array, bit by bit. Then written here, and read again. */
class IoGoldenTest {
    @TempDir Path home;

    @TestFactory
    Stream<DynamicTest> io() {
        return GoldenCases.tests("io", this::run);
    }

    private Map<String, Tensor> run(GoldenCase golden) throws IOException {
        String format = golden.args().path("format").asText();
        Path file = home.resolve(golden.id() + "." + format);
        Files.write(file, golden.input("file").bytes().toArray(ValueLayout.JAVA_BYTE));
        try (Weights weights = ArrayFiles.load(file)) {
            assertThat(weights.arrays().values()).noneMatch(Array::isEvaluated);
            Path copy = home.resolve(golden.id() + ".copy." + format);
            save(copy, format, golden, weights);
            try (Weights again = ArrayFiles.load(copy)) {
                assertThat(again.arrays()).hasSameSizeAs(weights.arrays());
                golden.check(tensors(again, format));
            }
            assertThat(weights.arrays()).hasSameSizeAs(golden.outputs());
            return tensors(weights, format);
        }
    }

    private static void save(Path file, String format, GoldenCase golden, Weights weights)
            throws IOException {
        switch (format) {
            case "npy" -> ArrayFiles.save(file, weights.array());
            case "npz" -> {
                if (golden.json().path("notes").asText().contains("compressed")) {
                    ArrayFiles.savezCompressed(file, weights.arrays());
                } else {
                    ArrayFiles.savez(file, weights.arrays());
                }
            }
            case "safetensors" ->
                    ArrayFiles.saveSafetensors(file, weights.arrays(), weights.metadata());
            case "gguf" -> ArrayFiles.saveGguf(file, weights.arrays(), weights.metadataValues());
            default -> throw new IOException("unknown format " + format);
        }
    }

    private static Map<String, Tensor> tensors(Weights weights, String format) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.arrays()
                .forEach(
                        (name, array) ->
                                tensors.put(format.equals("npy") ? "array" : name, array.tensor()));
        return tensors;
    }
}
