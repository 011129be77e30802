package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AtomicDirectoryTest {
    @TempDir private Path folder;

    private Path model;
    private final List<String> notes = new ArrayList<>();
    private final OutputOptions options = OutputOptions.DEFAULT.noting(notes::add);

    @BeforeEach
    void name_the_model() {
        model = folder.resolve("model");
    }

    @Test
    void a_new_directory_has_its_name_only_when_it_is_complete() throws IOException {
        Path tokenizer = Files.writeString(folder.resolve("tokenizer"), "words");
        try (AtomicDirectory directory = AtomicDirectory.create(model, 0, options)) {
            fill(directory, 2, 5);
            directory.copy("1_Pooling/tokenizer.json", tokenizer);
            assertThat(model).doesNotExist();
            assertThat(Models.values(directory.temporary())).containsExactly(5, 5);
            directory.commit();
        }
        assertThat(Models.values(model)).containsExactly(5, 5);
        assertThat(model.resolve("1_Pooling/tokenizer.json")).hasContent("words");
        assertThat(Models.names(folder)).containsExactly("model", "tokenizer");
    }

    @Test
    void a_directory_that_is_not_committed_leaves_nothing() throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.create(model, 0, options)) {
            fill(directory, 2, 5);
            OutputFile unfinished = directory.file("sub/more", 3);
            assertThatThrownBy(directory::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sub/more");
            unfinished.close();
        }
        assertThat(Models.names(folder)).isEmpty();

        Models.sharded(model, 1, 10, 1);
        try (AtomicDirectory directory = AtomicDirectory.create(model, 0, options.withForce())) {
            fill(directory, 2, 5);
        }
        assertThat(Models.values(model)).containsExactly(1);
        assertThat(Models.names(model)).hasSize(2);
    }

    @Test
    void an_existing_directory_is_refused_unless_it_is_forced_or_is_the_input() throws IOException {
        Models.sharded(model, 1, 10, 1);
        assertThatThrownBy(() -> AtomicDirectory.check(model, options))
                .isInstanceOf(OutputRefusedException.class)
                .hasMessage(model + ": the output exists");
        assertThatThrownBy(() -> AtomicDirectory.check(model, options.inPlaceOf(folder)))
                .isInstanceOf(OutputRefusedException.class);
        AtomicDirectory.check(model, options.withForce());
        AtomicDirectory.check(model, options.inPlaceOf(model));
        AtomicDirectory.check(model, options.inPlaceOf(model.resolve(Models.INDEX)));
    }

    @Test
    void a_file_is_no_place_for_a_directory() throws IOException {
        Files.writeString(model, "a file");
        assertThatThrownBy(() -> AtomicDirectory.check(model, options.withForce()))
                .isInstanceOf(OutputRefusedException.class)
                .hasMessageContaining("is a file");
        assertThatThrownBy(() -> AtomicDirectory.check(folder.resolve("a/b"), options))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void fewer_shards_leave_none_of_the_old_ones_and_nothing_else_is_touched() throws IOException {
        Models.sharded(model, 3, 10, 1);
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("model-00009-of-00009.safetensors"), "not in the index");
        Files.writeString(model.resolve("model.fp16.safetensors"), "another variant");

        replace(2);

        assertThat(Models.values(model)).containsExactly(5, 5);
        assertThat(Models.names(model))
                .containsExactly(
                        "config.json",
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model-00009-of-00009.safetensors",
                        "model.fp16.safetensors",
                        Models.INDEX);
        String rest = ": not part of the new model, but some loaders would read it";
        assertThat(notes)
                .containsExactly(
                        model.resolve("model-00009-of-00009.safetensors") + rest,
                        model.resolve("model.fp16.safetensors") + rest);
    }

    @Test
    void one_file_replaces_shards_and_their_index() throws IOException {
        Models.sharded(model, 3, 10, 1);
        try (AtomicDirectory directory = AtomicDirectory.create(model, 0, options.withForce())) {
            directory.write("model.safetensors", Models.file("w", 10, 5, Map.of(), 0));
            directory.commit();
        }
        assertThat(Models.names(model)).containsExactly("model.safetensors");
        replace(2);
        assertThat(Models.names(model)).hasSize(3).doesNotContain("model.safetensors");
        assertThat(notes).isEmpty();
    }

    @Test
    void shards_that_the_new_index_still_names_stay() throws IOException {
        Models.sharded(model, 3, 10, 1);
        try (AtomicDirectory directory =
                AtomicDirectory.create(model, 0, options.inPlaceOf(model))) {
            directory.write(Models.shard(2, 3), Models.file("t2", 10, 5, Map.of(), 0));
            directory.write(Models.INDEX, Models.index(3));
            directory.commit();
        }
        assertThat(Models.values(model)).containsExactly(1, 5, 1);
    }

    @Test
    void shards_under_other_names_are_not_removed() throws IOException {
        Files.createDirectories(model);
        Files.write(model.resolve("weights.safetensors"), Models.file("w", 10, 1, Map.of(), 0));
        Files.write(
                model.resolve(Models.INDEX),
                "{\"weight_map\": {\"w\": \"weights.safetensors\"}}".getBytes(UTF_8));
        replace(1);
        assertThat(model.resolve("weights.safetensors")).exists();
        assertThat(Models.values(model)).containsExactly(5);
    }

    @Test
    void modes_are_kept_and_protected_files_are_not_replaced_without_force() throws IOException {
        Models.sharded(model, 1, 10, 1);
        Path shard = model.resolve(Models.shard(1, 1));
        Files.setPosixFilePermissions(shard, PosixFilePermissions.fromString("rw-r-----"));
        replace(1);
        assertThat(Files.getPosixFilePermissions(shard))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));

        Files.setPosixFilePermissions(shard, PosixFilePermissions.fromString("r--r-----"));
        try (AtomicDirectory directory =
                AtomicDirectory.create(model, 0, options.inPlaceOf(model))) {
            assertThatThrownBy(() -> directory.file(Models.shard(1, 1), 10))
                    .isInstanceOf(OutputRefusedException.class)
                    .hasMessageContaining("read-only");
        }
        assertThat(Models.values(model)).containsExactly(5);
    }

    @Test
    void a_snapshot_of_a_hub_cache_is_not_changed() throws IOException {
        Path blob = Files.createDirectory(folder.resolve("blobs")).resolve("8f3a");
        Files.write(blob, Models.file("w", 10, 1, Map.of(), 0));
        Files.createDirectory(model);
        Files.createSymbolicLink(model.resolve("model.safetensors"), blob);
        assertThatThrownBy(() -> AtomicDirectory.create(model, 0, options.withForce()))
                .isInstanceOf(OutputRefusedException.class)
                .hasMessageContaining("is a link");
        assertThat(Models.names(model)).containsExactly("model.safetensors");
    }

    @Test
    void a_link_to_a_directory_stays_and_the_model_behind_it_is_replaced() throws IOException {
        Path real = folder.resolve("real");
        Models.sharded(real, 1, 10, 1);
        Files.createSymbolicLink(model, real);
        replace(2);
        assertThat(model).isSymbolicLink();
        assertThat(Models.values(real)).containsExactly(5, 5);
    }

    @Test
    void names_that_lead_out_of_the_directory_are_refused() throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.create(model, 0, options)) {
            for (String name :
                    List.of(
                            "",
                            ".",
                            "..",
                            "../x",
                            "a/../b",
                            "/etc/x",
                            "a//b",
                            "a/",
                            "a\0b",
                            ".mlxj-journal")) {
                assertThatThrownBy(() -> directory.file(name, 1))
                        .as(name)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            directory.write("a", new byte[1]);
            assertThatThrownBy(() -> directory.file("a", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("two files");
        }
    }

    @Test
    void a_full_disk_is_noticed_before_anything_is_written() {
        assertThatThrownBy(() -> AtomicDirectory.create(model, 1L << 60, options))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageContaining("not enough space");
        assertThat(model).doesNotExist();
    }

    private void replace(int shards) throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.create(model, 0, options.withForce())) {
            fill(directory, shards, 5);
            directory.commit();
        }
    }

    private static void fill(AtomicDirectory directory, int shards, int value) throws IOException {
        for (int i = 1; i <= shards; i++) {
            byte[] shard = Models.file("t" + i, 10, value, Map.of(), 0);
            directory.write(Models.shard(i, shards), shard);
        }
        directory.write(Models.INDEX, Models.index(shards));
    }
}
