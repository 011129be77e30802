package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Journals that a crash has left, or that came with a model from somewhere. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class JournalsTest {
    private static final byte[] BEFORE = Models.file("w", 100, 1, Map.of("k", "o".repeat(90)), 0);
    private static final byte[] AFTER = Models.file("w", 100, 1, Map.of("k", "n".repeat(90)), 0);
    private static final int HEAD = BEFORE.length - 100;

    @TempDir private Path folder;

    private Path file;
    private Path journal;

    @BeforeEach
    void a_model() throws IOException {
        file = Files.write(folder.resolve("model.safetensors"), BEFORE);
        journal = folder.resolve(".model.safetensors.mlxj-journal");
    }

    @Test
    void a_whole_journal_is_completed_and_deleted() throws IOException {
        write(record(BEFORE, AFTER));
        Checkpoint.open(file).close();
        assertThat(file).hasBinaryContent(AFTER);
        assertThat(journal).doesNotExist();
    }

    @Test
    void a_journal_that_was_cut_short_is_deleted_and_nothing_else_happens() throws IOException {
        byte[] whole = LeaseContent.encode(record(BEFORE, AFTER));
        for (int length = 0; length < whole.length; length++) {
            Files.write(journal, Arrays.copyOf(whole, length));
            assertThat(Journals.recover(file, note -> {})).isEmpty();
            assertThat(file).hasBinaryContent(BEFORE);
            assertThat(journal).doesNotExist();
        }
    }

    @Test
    void a_journal_with_a_wrong_byte_is_deleted_and_nothing_else_happens() throws IOException {
        byte[] record = record(BEFORE, AFTER);
        for (int i = 0; i < record.length; i++) {
            byte[] wrong = record.clone();
            wrong[i] ^= 1;
            write(wrong);
            assertThat(Journals.recover(file, note -> {})).isEmpty();
            assertThat(file).hasBinaryContent(BEFORE);
            assertThat(journal).doesNotExist();
        }
    }

    @Test
    void a_journal_of_another_file_is_deleted_and_nothing_else_happens() throws IOException {
        byte[] longer = Models.file("w", 101, 1, Map.of("k", "o".repeat(90)), 0);
        byte[] other = Models.file("w", 100, 1, Map.of("k", "x".repeat(90)), 0);
        for (byte[] now : List.of(longer, other)) {
            Files.write(file, now);
            write(record(BEFORE, AFTER));
            Checkpoint.open(file).close();
            assertThat(file).hasBinaryContent(now);
            assertThat(journal).doesNotExist();
        }
    }

    @Test
    void the_journal_is_found_behind_a_link() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("m.safetensors"), file);
        write(record(BEFORE, AFTER));
        Checkpoint.open(link).close();
        assertThat(file).hasBinaryContent(AFTER);
        assertThat(journal).doesNotExist();
    }

    @Test
    void a_link_or_a_pipe_in_the_place_of_a_journal_is_left_alone() throws Exception {
        Path precious = Files.write(folder.resolve("precious"), record(BEFORE, AFTER));
        Files.createSymbolicLink(journal, precious);
        Checkpoint.open(file).close();
        assertThat(precious).exists();
        assertThat(journal).isSymbolicLink();
        Files.delete(journal);
        ChildJvm.exitCode(ChildJvm.shell("mkfifo " + journal, List.of()));
        Checkpoint.open(file).close();
        assertThat(file).hasBinaryContent(BEFORE);
    }

    @Test
    void a_new_file_ends_the_change_that_was_begun_on_the_old_one() throws IOException {
        write(record(BEFORE, AFTER));
        AtomicOutput.write(file, BEFORE, OutputOptions.DEFAULT.withForce());
        assertThat(journal).doesNotExist();
        assertThat(file).hasBinaryContent(BEFORE);
    }

    @Test
    void a_directory_whose_new_files_are_gone_loses_none_of_the_old_ones() throws IOException {
        Path model = folder.resolve("model");
        Models.sharded(model, 2, 10, 1);
        var move = new DirectoryChange.Move(Models.shard(1, 1), 123, 456);
        write(
                model,
                new DirectoryChange(
                        List.of(move), List.of(Models.shard(1, 2), Models.shard(2, 2))));

        assertThatThrownBy(() -> Checkpoint.open(model))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageContaining("'" + Models.shard(1, 1) + "' is gone");

        assertThat(Models.names(model)).hasSize(4);
        Files.delete(model.resolve(".mlxj-journal"));
        assertThat(Models.values(model)).containsExactly(1, 1);
    }

    @Test
    void a_journal_from_anywhere_names_only_files_of_the_model() {
        for (String name : List.of("../x", "/etc/passwd", "a/../../x", "")) {
            var move = new DirectoryChange.Move(name, 1, 1);
            assertThatThrownBy(() -> new DirectoryChange(List.of(move), List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String name : List.of("../model.safetensors", "config.json", "tokenizer.json")) {
            assertThatThrownBy(() -> new DirectoryChange(List.of(), List.of(name)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void new_files_are_not_taken_from_behind_a_link() throws IOException {
        Path model = folder.resolve("model");
        Models.sharded(model, 1, 10, 1);
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve("secret"), "private");
        Files.createDirectory(model.resolve(DirectoryChange.TEMPORARY));
        Files.createSymbolicLink(model.resolve(DirectoryChange.TEMPORARY).resolve("sub"), home);
        var move = DirectoryChange.Move.of(home, "secret");
        var moved = new DirectoryChange.Move("sub/secret", move.size(), move.modified());
        write(model, new DirectoryChange(List.of(moved), List.of()));

        assertThatThrownBy(() -> Checkpoint.open(model)).isInstanceOf(OutputFailedException.class);

        assertThat(home.resolve("secret")).hasContent("private");
    }

    private static byte[] record(byte[] before, byte[] after) {
        return new HeadChange(
                        before.length, Arrays.copyOf(before, HEAD), Arrays.copyOf(after, HEAD))
                .encode();
    }

    private void write(byte[] record) throws IOException {
        Files.write(journal, LeaseContent.encode(record));
    }

    private static void write(Path model, DirectoryChange change) throws IOException {
        Files.write(model.resolve(".mlxj-journal"), LeaseContent.encode(change.encode()));
    }
}
