package dev.mlxj.io.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.mlxj.io.Corpus;
import dev.mlxj.io.TensorSpec;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the reference writer makes of some tensors and metadata, byte for byte: the folder {@code
 * writer} of {@code testdata/corpus}, or of the folder that the system property {@code mlxj.corpus}
 * names.
 */
class WriterCorpusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> a_file_has_the_bytes_of_the_reference_writer() throws IOException {
        Path folder = Corpus.folder().resolve("writer");
        Path manifest = folder.resolve("manifest.json");
        if (!Files.exists(manifest)) {
            return Stream.of(
                    DynamicTest.dynamicTest(
                            "writer", () -> Assumptions.abort("no file " + manifest)));
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode line : JSON.readTree(manifest.toFile()).get("cases")) {
            String input = line.get("input").asText();
            Path expected = folder.resolve(line.get("expect").asText());
            tests.add(
                    DynamicTest.dynamicTest(
                            input + ": " + line.get("why").asText(),
                            () -> check(folder.resolve(input), expected)));
        }
        return tests.stream();
    }

    private static void check(Path input, Path expected) throws IOException {
        JsonNode root = JSON.readTree(input.toFile());
        Map<String, String> metadata = new LinkedHashMap<>();
        root.get("metadata")
                .properties()
                .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
        List<TensorSpec> tensors = new ArrayList<>();
        Map<String, byte[]> data = new HashMap<>();
        for (JsonNode tensor : root.get("tensors")) {
            String name = tensor.get("name").asText();
            DType dtype = DType.named(tensor.get("dtype").asText()).orElseThrow();
            tensors.add(new TensorSpec(name, dtype, shape(tensor.get("shape"))));
            data.put(name, HexFormat.of().parseHex(tensor.get("data_hex").asText()));
        }

        byte[] actual = file(SafetensorsLayout.of(tensors, metadata), data);

        // As text first: a difference in the header is then readable.
        byte[] bytes = Files.readAllBytes(expected);
        assertThat(new String(actual, StandardCharsets.ISO_8859_1))
                .isEqualTo(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Shape shape(JsonNode extents) {
        long[] shape = new long[extents.size()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = extents.get(axis).asLong();
        }
        return Shape.of(shape);
    }

    private static byte[] file(SafetensorsLayout layout, Map<String, byte[]> data) {
        byte[] file = new byte[Math.toIntExact(layout.totalSize())];
        MemorySegment bytes = MemorySegment.ofArray(file);
        bytes.asSlice(0, layout.dataStart()).copyFrom(layout.header());
        for (Placement placement : layout.placements()) {
            TensorSpec tensor = placement.tensor();
            bytes.asSlice(layout.position(tensor.name()), tensor.byteSize())
                    .copyFrom(MemorySegment.ofArray(data.get(tensor.name())));
        }
        return file;
    }
}
