package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which model a directory holds. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ModelDirectoryTest {
    private static final String FIRST = "model-00001-of-00001.safetensors";

    @TempDir private Path directory;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void model_safetensors_is_the_model() throws IOException {
        write("model.safetensors", "single");
        write("adapter.safetensors", "other");
        assertThat(tensors()).containsExactly("single");
        assertThat(warnings).isEmpty();
    }

    @Test
    void an_index_and_its_shards_are_the_model() throws IOException {
        write(FIRST, "sharded");
        TestFiles.index(directory, "sharded", FIRST);
        assertThat(tensors()).containsExactly("sharded");
        assertThat(warnings).isEmpty();
    }

    @Test
    void an_index_that_names_model_safetensors_goes_with_it() throws IOException {
        write("model.safetensors", "single");
        Path index = TestFiles.index(directory, "single", "model.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            assertThat(checkpoint.index()).contains(index);
        }
    }

    @Test
    void model_safetensors_goes_before_an_index_that_does_not_name_it() throws IOException {
        write("model.safetensors", "single");
        write(FIRST, "sharded");
        Path index = TestFiles.index(directory, "sharded", FIRST);
        assertThat(tensors()).containsExactly("single");
        assertThat(warnings)
                .containsExactly(
                        index + ": not used, since model.safetensors is there too",
                        directory.resolve(FIRST)
                                + ": not part of the model, but some loaders would read it");
    }

    @Test
    void one_file_of_a_known_format_is_the_model_whatever_its_name() throws IOException {
        write("weights", "w");
        Files.writeString(directory.resolve("README.md"), "# A model, with a long enough text");
        Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"bert\"}");
        assertThat(tensors()).containsExactly("w");
    }

    @Test
    void a_file_that_cannot_be_read_here_is_named_by_its_format() throws IOException {
        Files.writeString(directory.resolve("model.bin"), "GGUF and more");
        assertThatThrownBy(() -> Checkpoint.open(directory))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessage(
                        directory.resolve("model.bin")
                                + ": this is a GGUF file, which cannot be read here");
    }

    @Test
    void two_files_and_no_index_are_too_many() throws IOException {
        write("b.safetensors", "b");
        write("a.safetensors", "a");
        assertThatThrownBy(() -> Checkpoint.open(directory))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessage(
                        directory
                                + ": there are 2 model files and no index:"
                                + " a.safetensors, b.safetensors");
    }

    @Test
    void unfinished_output_is_passed_over() throws IOException {
        write("a.safetensors", "a");
        write(".a.safetensors.mlxj-1234.tmp", "unfinished");
        write(".model.safetensors.mlxj-1234.tmp", "unfinished");
        assertThat(tensors()).containsExactly("a");
    }

    @Test
    void a_broken_file_is_the_model_by_its_name() throws IOException {
        Files.write(directory.resolve("a.safetensors"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> Checkpoint.open(directory))
                .hasMessageContaining(
                        "a.safetensors: at byte 0: a safetensors file has at least 8");
    }

    @Test
    void links_to_nothing_are_told_of() throws IOException {
        Files.createSymbolicLink(directory.resolve("model.safetensors"), Path.of("../blobs/12ab"));
        assertThatThrownBy(() -> Checkpoint.open(directory))
                .hasMessage(directory + ": links to files that are not there: model.safetensors");
    }

    @Test
    void an_index_of_another_name_is_told_by_its_content() throws IOException {
        write("x.safetensors", "w");
        Path index = TestFiles.index(directory, "w", "x.safetensors");
        Path other = Files.move(index, directory.resolve("weights.json"));
        try (Checkpoint checkpoint = Checkpoint.open(other)) {
            assertThat(checkpoint.isSharded()).isTrue();
        }
        Path config = Files.writeString(directory.resolve("config.json"), "{\"a\": 1}");
        assertThatThrownBy(() -> Checkpoint.open(config))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessageEndingWith("this is no index of shards: it has no weight_map");
    }

    @Test
    void a_tensor_that_an_index_lists_twice_is_named() throws IOException {
        Path index = TestFiles.index(directory, "a", "m-1.safetensors", "a", "m-2.safetensors");
        assertThatThrownBy(() -> Checkpoint.open(index))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessageEndingWith("the index has a key twice: 'a'");
    }

    @Test
    void problems_of_one_kind_are_told_together_and_sorted() throws IOException {
        write("m-1.safetensors", "a");
        Path index =
                TestFiles.index(
                        directory,
                        "z",
                        "m-1.safetensors",
                        "y",
                        "m-1.safetensors",
                        "a",
                        "m-1.safetensors");
        assertThatThrownBy(() -> Checkpoint.open(index))
                .hasMessage(
                        index
                                + ": the index lists tensors that no shard has:"
                                + " 'y' (m-1.safetensors), 'z' (m-1.safetensors)");
        TestFiles.index(directory, "a", "m-3.safetensors", "b", "m-2.safetensors");
        assertThatThrownBy(() -> Checkpoint.open(index))
                .hasMessage(
                        index
                                + ": shards that are not there:"
                                + " 'm-2.safetensors', 'm-3.safetensors'");
    }

    private List<String> tensors() throws IOException {
        try (Checkpoint checkpoint =
                Checkpoint.open(directory, OpenOptions.strict(warnings::add))) {
            return List.copyOf(checkpoint.entries().keySet());
        }
    }

    private void write(String file, String tensor) throws IOException {
        TestFiles.oneTensor(directory.resolve(file), tensor, 1);
    }
}
