package dev.mlxj.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WeightsTest {
    private static final Path BERT = Path.of("../testdata/models/bert/model.safetensors");

    @TempDir Path home;

    @Test
    void what_the_reference_wrote_is_loaded_and_saved_to_the_same_bytes() throws Exception {
        Path copy = home.resolve("copy.safetensors");
        try (Weights weights = Weights.load(BERT)) {
            Weights.save(copy, weights.arrays(), weights.metadata());
        }
        assertThat(copy).hasSameBinaryContentAs(BERT);
    }

    @Test
    void loading_reads_no_tensor_and_saving_computes() throws Exception {
        Path half = home.resolve("half.safetensors");
        try (Weights weights = Weights.load(BERT)) {
            assertThat(weights.arrays().values()).noneMatch(Array::isEvaluated);
            Array bias = Objects.requireNonNull(weights.arrays().get("pooler.dense.bias"));
            Weights.save(half, Map.of("b", bias.multiply(2.0).astype(DType.F16)), Map.of());
        }
        try (Weights weights = Weights.load(half)) {
            assertThat(weights.arrays()).containsOnlyKeys("b");
            assertThat(weights.metadata()).isEmpty();
        }
    }

    @Test
    void a_file_may_be_replaced_by_what_is_read_from_it() throws Exception {
        Path file = Files.copy(BERT, home.resolve("m.safetensors"));
        try (Weights weights = Weights.load(file)) {
            Map<String, Array> less = new LinkedHashMap<>(weights.arrays());
            less.keySet().removeIf(name -> !name.startsWith("pooler"));
            Weights.save(file, less, Map.of("format", "pt"));
        }
        try (Weights weights = Weights.load(file)) {
            assertThat(weights.arrays())
                    .containsOnlyKeys("pooler.dense.bias", "pooler.dense.weight");
        }
    }
}
