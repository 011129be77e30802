package dev.mlxj.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.mlxj.array.Array;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.gguf.GgufValue;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Files that NumPy and MLX wrote, made by {@code scripts/make-array-files}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ForeignArraysTest {
    private static final Path FILES = Path.of("../testdata/arrays");

    @TempDir Path home;

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        return expected().properties().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> check(one)));
    }

    private static JsonNode expected() throws IOException {
        return new ObjectMapper().readTree(FILES.resolve("expected.json").toFile());
    }

    private void check(Map.Entry<String, JsonNode> one) throws Exception {
        Path file = FILES.resolve(one.getKey());
        JsonNode expected = one.getValue();
        if (expected.has("refuse")) {
            assertThatThrownBy(() -> ArrayFiles.load(file))
                    .isInstanceOf(MalformedCheckpointException.class)
                    .hasMessageContaining(expected.path("refuse").asText());
            return;
        }
        try (Weights weights = ArrayFiles.load(file)) {
            assertThat(weights.arrays().values()).noneMatch(Array::isEvaluated);
            arrays(expected.path("arrays"), weights);
            if (expected.has("metadata")) {
                metadata(expected.path("metadata"), weights);
            }
            if (expected.path("same").asBoolean()) {
                Path copy = home.resolve(one.getKey());
                save(copy, weights);
                assertThat(copy).hasSameBinaryContentAs(file);
            }
        }
    }

    private static void arrays(JsonNode expected, Weights weights) throws Exception {
        assertThat(weights.arrays()).hasSize(expected.size());
        for (Map.Entry<String, JsonNode> one : expected.properties()) {
            Array array = Objects.requireNonNull(weights.arrays().get(one.getKey()), one.getKey());
            assertThat(array.dtype().name()).isEqualTo(one.getValue().path("dtype").asText());
            List<Long> shape = new ArrayList<>();
            one.getValue().path("shape").forEach(extent -> shape.add(extent.asLong()));
            assertThat(array.shape().toList()).isEqualTo(shape);
            String digest = one.getValue().path("sha256").asText();
            assertThat(streamed(array)).as("%s streamed", one.getKey()).isEqualTo(digest);
            assertThat(digest(array.tensor())).as("%s mapped", one.getKey()).isEqualTo(digest);
        }
    }

    private static String digest(Tensor tensor) throws NoSuchAlgorithmException {
        byte[] bytes = tensor.bytes().toArray(ValueLayout.JAVA_BYTE);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String streamed(Array array) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        array.stream((at, block) -> sha256.update(block.toArray(ValueLayout.JAVA_BYTE)));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static void metadata(JsonNode expected, Weights weights) {
        assertThat(weights.metadataValues()).hasSize(expected.size());
        for (Map.Entry<String, JsonNode> one : expected.properties()) {
            JsonNode value = one.getValue();
            switch (Objects.requireNonNull(weights.metadataValues().get(one.getKey()))) {
                case GgufValue.Text(String text) -> assertThat(text).isEqualTo(value.asText());
                case GgufValue.Texts(List<String> texts) -> {
                    List<String> wanted = new ArrayList<>();
                    value.forEach(text -> wanted.add(text.asText()));
                    assertThat(texts).isEqualTo(wanted);
                }
                case GgufValue.Numbers(Tensor tensor) -> {
                    assertThat(tensor.dtype().name()).isEqualTo(value.path("dtype").asText());
                    String text = String.valueOf(Array.of(tensor).toList()).replace(" ", "");
                    if (tensor.dtype() == DType.U64) {
                        assertThat(text).isEqualTo("[" + Long.MIN_VALUE + "]"); // 2^63, as a long
                    } else {
                        assertThat(text).isEqualTo(value.path("values").toString());
                    }
                }
            }
        }
    }

    private static void save(Path file, Weights weights) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".npy")) {
            ArrayFiles.save(file, weights.array());
        } else if (name.endsWith(".npz")) {
            ArrayFiles.savez(file, weights.arrays());
        } else {
            ArrayFiles.saveGguf(file, weights.arrays(), weights.metadataValues());
        }
    }
}
