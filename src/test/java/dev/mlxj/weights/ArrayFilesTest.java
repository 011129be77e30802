package dev.mlxj.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.io.gguf.GgufValue;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ArrayFilesTest {
    @TempDir Path home;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void arrays_are_read_when_they_are_needed_and_written_as_they_are_computed()
            throws IOException {
        Path npz = home.resolve("weights.npz");
        ArrayFiles.savez(npz, Map.of("w", Array.ones(4, 3)));
        Path file = home.resolve("half.safetensors");
        // @start region="files"
        try (Weights weights = ArrayFiles.load(npz)) { // headers alone
            Map<String, Array> half = new LinkedHashMap<>();
            weights.arrays().forEach((name, array) -> half.put(name, array.astype(DType.F16)));
            ArrayFiles.saveSafetensors(file, half, Map.of("format", "mlx")); // read, cast, written
        }
        // @end
        try (Weights weights = ArrayFiles.load(file)) {
            assertThat(weights.array().dtype()).isEqualTo(DType.F16);
            assertThat(weights.metadata()).containsExactly(Map.entry("format", "mlx"));
        }
    }

    @Test
    void a_name_without_the_suffix_of_its_format_gets_it() throws IOException {
        ArrayFiles.save(home.resolve("a"), Array.of(1f));
        ArrayFiles.savez(home.resolve("a"), Array.of(1f), Array.of(2));
        ArrayFiles.saveGguf(home.resolve("a"), Map.of("x", Array.of(1f)));
        ArrayFiles.saveSafetensors(home.resolve("a"), Map.of("x", Array.of(1f)));
        assertThat(names()).containsExactly("a.gguf", "a.npy", "a.npz", "a.safetensors");
        try (Weights weights = ArrayFiles.load(home.resolve("a.npz"))) {
            assertThat(weights.arrays()).containsOnlyKeys("arr_0", "arr_1");
            assertThatThrownBy(weights::array).hasMessage("load: the file holds 2 arrays, not one");
        }
    }

    @Test
    void an_array_that_cannot_be_computed_leaves_the_old_file() throws IOException {
        Array wrong = Array.of(1f, 2f).take(Array.of(9), 0);
        Map<String, Array> arrays = new LinkedHashMap<>();
        arrays.put("right", Array.ones(1000));
        arrays.put("wrong", wrong);
        for (String name : List.of("f.npy", "f.npz", "f.gguf", "f.safetensors")) {
            Files.writeString(home.resolve(name), "old");
        }
        assertThatThrownBy(() -> ArrayFiles.save(home.resolve("f.npy"), wrong));
        assertThatThrownBy(() -> ArrayFiles.savez(home.resolve("f.npz"), arrays));
        assertThatThrownBy(() -> ArrayFiles.savezCompressed(home.resolve("f.npz"), arrays));
        assertThatThrownBy(() -> ArrayFiles.saveGguf(home.resolve("f.gguf"), arrays));
        assertThatThrownBy(() -> ArrayFiles.saveSafetensors(home.resolve("f.safetensors"), arrays));
        assertThat(names()).containsExactly("f.gguf", "f.npy", "f.npz", "f.safetensors");
        for (String name : names()) {
            assertThat(home.resolve(name)).hasContent("old");
        }
    }

    @Test
    void a_file_may_be_replaced_by_what_is_read_from_it() throws IOException {
        Path file = home.resolve("w.npz");
        ArrayFiles.savezCompressed(file, Map.of("w", Array.arange(DType.F32, 300_000)));
        try (Weights weights = ArrayFiles.load(file)) {
            Map<String, Array> doubled = new LinkedHashMap<>();
            weights.arrays().forEach((name, array) -> doubled.put(name, array.multiply(2)));
            ArrayFiles.savez(file, doubled);
        }
        try (Weights weights = ArrayFiles.load(file)) {
            assertThat(weights.array().slice(0, 299_999, 300_000).item()).isEqualTo(599_998);
        }
    }

    @Test
    void a_compressed_array_is_read_in_pieces_in_any_order() throws IOException {
        Path file = home.resolve("w.npz");
        ArrayFiles.savezCompressed(file, Array.arange(DType.I32, 1_000_000));
        try (Weights weights = ArrayFiles.load(file)) {
            Array array = weights.array();
            for (long from : new long[] {900_000, 0, 500_000, 500_010, 999_999, 17}) {
                array.stream(
                        from,
                        from + 1,
                        (at, block) ->
                                assertThat(block.get(ValueLayout.JAVA_INT, 0))
                                        .isEqualTo((int) from));
            }
        }
    }

    @Test
    void what_cannot_be_compressed_is_written_too() throws IOException {
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        Tensor tensor = new Tensor(DType.U8, Shape.of(noise.length), MemorySegment.ofArray(noise));
        Path file = home.resolve("w.npz");
        ArrayFiles.savezCompressed(file, Map.of("w", Array.of(tensor)));
        assertThat(Files.size(file)).isGreaterThan(noise.length);
        try (Weights weights = ArrayFiles.load(file)) {
            assertThat(weights.array().tensor().bytes().mismatch(tensor.bytes())).isEqualTo(-1);
        }
    }

    @Test
    void an_archive_goes_into_a_pipe_as_into_a_file() throws Exception {
        Path pipe = home.resolve("pipe.npz");
        Process maker = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(maker.waitFor()).isZero();
        Path whole = home.resolve("whole.npz");
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<byte[]> reader = threads.submit(() -> Files.readAllBytes(pipe));
            ArrayFiles.savezCompressed(pipe, Array.ones(10, 10), Array.of(1, 2, 3));
            Files.write(whole, reader.get());
        }
        Path plain = home.resolve("plain.npz");
        ArrayFiles.savezCompressed(plain, Array.ones(10, 10), Array.of(1, 2, 3));
        assertThat(whole).hasSameBinaryContentAs(plain);
    }

    @Test
    void metadata_of_a_gguf_file_is_read_as_it_was_given() throws IOException {
        Path file = home.resolve("m.gguf");
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.name", new GgufValue.Text("tiny"));
        metadata.put("words", new GgufValue.Texts(List.of("a", "b")));
        metadata.put("general.alignment", number(Array.scalar(64).astype(DType.U32)));
        metadata.put("scales", number(Array.of(0.5f, 2f)));
        ArrayFiles.saveGguf(file, Map.of("x", Array.of(1f)), metadata);
        assertThat(Files.size(file) % 64).isEqualTo(4); // one F32 behind an aligned header
        try (Weights weights = ArrayFiles.load(file)) {
            assertThat(weights.metadata()).containsExactly(Map.entry("general.name", "tiny"));
            assertThat(weights.metadataValues()).containsOnlyKeys(metadata.keySet());
            assertThat(weights.metadataValues().get("words")).isEqualTo(metadata.get("words"));
            assertThat(weights.array().item()).isEqualTo(1);
        }
        metadata.put("general.alignment", number(Array.scalar(12).astype(DType.U32)));
        assertThatThrownBy(() -> ArrayFiles.saveGguf(file, Map.of(), metadata))
                .hasMessage("saveGguf: general.alignment must be one U32, a multiple of 8");
    }

    private static GgufValue number(Array array) {
        return new GgufValue.Numbers(array.tensor());
    }
}
