package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AtomicOutputTest {
    private static final String OLD = "old contents";
    private static final String NEW = "new";

    @TempDir private Path folder;

    private Path out;
    private final List<String> notes = new ArrayList<>();
    private final OutputOptions options = OutputOptions.DEFAULT.noting(notes::add);

    @BeforeEach
    void name_the_output() {
        out = folder.resolve("model.safetensors");
    }

    @Test
    void a_new_file_has_its_name_only_when_it_is_complete() throws IOException {
        try (AtomicOutput output = AtomicOutput.create(out, 6, options)) {
            output.write(3, bytes("def"));
            output.write(0, bytes("abc"));
            assertThat(out).doesNotExist();
            assertThat(names())
                    .singleElement()
                    .asString()
                    .matches("\\.model\\.safetensors\\.mlxj-[0-9a-v]{8}\\.tmp");

            output.finish();
            assertThat(out).doesNotExist();
            assertThat(output.temporary().orElseThrow()).hasContent("abcdef");

            output.commit();
        }
        assertThat(out).hasContent("abcdef");
        assertThat(names()).containsExactly("model.safetensors");
    }

    @Test
    void what_turns_out_smaller_than_planned_is_whole_when_it_has_that_size() throws IOException {
        try (AtomicOutput output = AtomicOutput.create(out, 100, options)) {
            output.write(0, bytes("abc"));
            assertThatThrownBy(() -> output.shrinkTo(101))
                    .hasMessage("shrinkTo: 101 bytes are not within the 100 that were planned");
            output.shrinkTo(4);
            assertThatThrownBy(output::finish)
                    .hasMessageContaining("4 bytes were planned, 3 were written");
            output.shrinkTo(3);
            output.commit();
        }
        assertThat(out).hasContent("abc");
    }

    @Test
    void an_output_that_is_not_committed_leaves_nothing() throws IOException {
        Files.writeString(out, OLD);
        try (AtomicOutput output = AtomicOutput.create(out, 3, options.withForce())) {
            output.write(0, bytes(NEW));
            output.finish();
        }
        assertThat(out).hasContent(OLD);
        assertThat(names()).containsExactly("model.safetensors");
    }

    @Test
    void fewer_bytes_than_planned_are_an_error() throws IOException {
        try (AtomicOutput output = AtomicOutput.create(out, 4, options)) {
            output.write(0, bytes(NEW));
            assertThatThrownBy(output::commit)
                    .isInstanceOf(OutputFailedException.class)
                    .hasMessageEndingWith(
                            "4 bytes were planned, 3 were written, and the file has 3");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void bytes_outside_of_the_planned_size_are_refused() throws IOException {
        try (AtomicOutput output = AtomicOutput.create(out, 4, options)) {
            assertThatThrownBy(() -> output.write(2, bytes(NEW)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> output.write(-1, bytes(NEW)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void bytes_of_another_file_are_copied_to_any_place() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "0123456789");
        try (FileChannel from = FileChannel.open(source);
                AtomicOutput output = AtomicOutput.create(out, 8, options)) {
            output.copyFrom(from, 2, 5, 3);
            output.write(0, bytes("abc"));
            output.commit();
        }
        assertThat(out).hasContent("abc23456");
    }

    @Test
    void several_threads_write_and_copy_pieces_of_one_file() throws Exception {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        Path source = Files.write(folder.resolve("source"), bytes);
        int piece = 4099;
        try (FileChannel from = FileChannel.open(source);
                AtomicOutput output = AtomicOutput.create(out, bytes.length, options);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int start = 0; start < bytes.length; start += piece) {
                int at = start;
                int n = Math.min(piece, bytes.length - at);
                tasks.add(
                        () -> {
                            if (at % 2 == 0) {
                                output.copyFrom(from, at, n, at);
                            } else {
                                output.write(at, MemorySegment.ofArray(bytes).asSlice(at, n));
                            }
                            return true;
                        });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
            output.commit();
        }
        assertThat(out).hasBinaryContent(bytes);
    }

    @Test
    void a_source_that_ends_early_is_an_error() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "0123456789");
        try (FileChannel from = FileChannel.open(source);
                AtomicOutput output = AtomicOutput.create(out, 8, options)) {
            assertThatThrownBy(() -> output.copyFrom(from, 5, 8, 0))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("3 bytes");
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void an_existing_output_is_refused_without_force() throws IOException {
        Files.writeString(out, OLD);
        assertThatThrownBy(() -> AtomicOutput.check(out, options))
                .isInstanceOf(OutputRefusedException.class)
                .hasMessage(out + ": the output exists");
        replace(options.withForce());
        assertThat(out).hasContent(NEW);
    }

    @Test
    void an_output_that_another_run_makes_meanwhile_is_not_lost() throws IOException {
        try (AtomicOutput output = AtomicOutput.create(out, 3, options)) {
            output.write(0, bytes(NEW));
            Files.writeString(out, OLD);
            assertThatThrownBy(output::commit).isInstanceOf(OutputRefusedException.class);
        }
        assertThat(out).hasContent(OLD);
        assertThat(names()).containsExactly("model.safetensors");
    }

    @Test
    void the_input_is_replaced_in_place_under_any_spelling() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("d"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), out);
        List<Path> spellings =
                List.of(out, link, directory.resolve("..").resolve("model.safetensors"));
        for (Path spelling : spellings) {
            Files.writeString(out, OLD);
            replace(spelling, options.inPlaceOf(out));
            assertThat(out).hasContent(NEW);
        }
        assertThat(link).isSymbolicLink();
    }

    @Test
    void in_place_allows_no_other_file_to_be_replaced() throws IOException {
        Files.writeString(out, OLD);
        Path input = Files.writeString(folder.resolve("input"), OLD);
        assertThatThrownBy(() -> AtomicOutput.check(out, options.inPlaceOf(input)))
                .isInstanceOf(OutputRefusedException.class);
    }

    @Test
    void an_input_that_changed_before_the_end_is_not_replaced() throws IOException {
        Files.writeString(out, OLD);
        try (AtomicOutput output = AtomicOutput.create(out, 3, options.inPlaceOf(out))) {
            output.write(0, bytes(NEW));
            AtomicOutput.write(
                    out, "somebody else's".getBytes(StandardCharsets.UTF_8), options.withForce());
            assertThatThrownBy(output::commit).isInstanceOf(InputChangedException.class);
        }
        assertThat(out).hasContent("somebody else's");
        assertThat(names()).containsExactly("model.safetensors");
    }

    @Test
    void the_mapped_input_stays_readable_after_it_was_replaced() throws IOException {
        Files.writeString(out, OLD);
        try (FileChannel channel = FileChannel.open(out)) {
            var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, OLD.length());
            replace(options.inPlaceOf(out));
            assertThat(StandardCharsets.UTF_8.decode(mapped).toString()).isEqualTo(OLD);
        }
    }

    @Test
    void a_symbolic_link_stays_and_its_target_is_replaced() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.writeString(shared.resolve("real"), OLD);
        Files.createSymbolicLink(folder.resolve("second"), Path.of("shared", "real"));
        Files.createSymbolicLink(out, Path.of("second"));

        try (AtomicOutput output = AtomicOutput.create(out, 3, options.withForce())) {
            assertThat(output.temporary().orElseThrow().getParent()).isEqualTo(shared.toRealPath());
            output.write(0, bytes(NEW));
            output.commit();
        }

        assertThat(out).isSymbolicLink().hasContent(NEW);
        assertThat(shared.resolve("real")).isRegularFile().hasContent(NEW);
    }

    @Test
    void a_dangling_link_gets_its_target() throws IOException {
        Files.createSymbolicLink(out, Path.of("target"));
        replace(options);
        assertThat(out).isSymbolicLink();
        assertThat(folder.resolve("target")).hasContent(NEW);
    }

    @Test
    void links_in_a_circle_are_an_error() throws IOException {
        Files.createSymbolicLink(out, Path.of("other"));
        Files.createSymbolicLink(folder.resolve("other"), out);
        assertThatThrownBy(() -> AtomicOutput.check(out, options))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void a_link_into_a_hub_cache_is_not_replaced_even_with_force() throws IOException {
        Path blobs = Files.createDirectory(folder.resolve("blobs"));
        Files.writeString(blobs.resolve("8f3a"), OLD);
        Path snapshot = Files.createDirectories(folder.resolve("snapshots/1"));
        Path link =
                Files.createSymbolicLink(
                        snapshot.resolve("model.safetensors"), Path.of("../../blobs/8f3a"));
        for (OutputOptions each : List.of(options.withForce(), options.inPlaceOf(link))) {
            assertThatThrownBy(() -> AtomicOutput.check(link, each))
                    .isInstanceOf(OutputRefusedException.class)
                    .hasMessageContaining("hub cache")
                    .extracting(e -> ((OutputRefusedException) e).remedy().orElseThrow())
                    .asString()
                    .contains("-o");
        }
    }

    @Test
    void other_hard_links_are_told_of_and_keep_the_old_contents() throws IOException {
        Files.writeString(out, OLD);
        Path other = Files.createLink(folder.resolve("other"), out);
        replace(options.inPlaceOf(other));
        assertThat(out).hasContent(NEW);
        assertThat(other).hasContent(OLD);
        assertThat(notes)
                .containsExactly(
                        out + ": the file has 1 more hard link, which keep the old contents");
    }

    @Test
    void a_directory_is_refused() {
        for (Path directory :
                List.of(
                        folder,
                        folder.resolve("."),
                        folder.resolve(".."),
                        Path.of("/"),
                        Path.of(""))) {
            assertThatThrownBy(() -> AtomicOutput.check(directory, options.withForce()))
                    .isInstanceOf(OutputRefusedException.class)
                    .hasMessageContaining("is a directory");
        }
    }

    @Test
    void a_missing_directory_is_named_and_not_made() {
        Path missing = folder.resolve("a/b");
        assertThatThrownBy(() -> AtomicOutput.check(missing.resolve("m"), options))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageContaining("the directory '" + missing + "' does not exist");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void a_file_in_the_place_of_a_directory_is_an_error() throws IOException {
        Files.writeString(out, OLD);
        assertThatThrownBy(() -> AtomicOutput.check(out.resolve("m"), options))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageContaining("not a directory");
    }

    @Test
    void a_read_only_file_is_refused_without_force() throws IOException {
        Files.writeString(out, OLD);
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("r--r--r--"));
        assertThatThrownBy(() -> AtomicOutput.check(out, options.inPlaceOf(out)))
                .isInstanceOf(OutputRefusedException.class)
                .hasMessageEndingWith("the output is read-only");
        replace(options.withForce());
        assertThat(out).hasContent(NEW);
        assertThat(mode(out)).isEqualTo("r--r--r--");
    }

    @Test
    void the_mode_of_an_existing_file_is_kept_and_the_temporary_file_is_not_wider()
            throws IOException {
        for (String mode : List.of("rw-r-----", "rw-------", "rwxrwxrwx", "rw-rw-r--")) {
            Files.deleteIfExists(out);
            Files.writeString(out, OLD);
            Files.setPosixFilePermissions(out, PosixFilePermissions.fromString(mode));
            try (AtomicOutput output = AtomicOutput.create(out, 3, options.withForce())) {
                assertThat(mode(output.temporary().orElseThrow())).isEqualTo(mode);
                output.write(0, bytes(NEW));
                output.commit();
            }
            assertThat(mode(out)).isEqualTo(mode);
        }
    }

    @Test
    void extended_attributes_of_an_existing_file_are_kept() throws IOException {
        Files.writeString(out, OLD);
        assumeTrue(canHaveAttribute(out), "no extended attributes on this file system");
        replace(options.withForce());
        assertThat(Files.getAttribute(out, "user:origin")).isEqualTo(new byte[] {1, 2, 3});
    }

    private static boolean canHaveAttribute(Path file) {
        try {
            Files.setAttribute(file, "user:origin", ByteBuffer.wrap(new byte[] {1, 2, 3}));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Test
    void the_owner_of_an_existing_file_is_kept_by_root() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
        Files.writeString(out, OLD);
        Files.setAttribute(out, "unix:uid", 4711);
        Files.setAttribute(out, "unix:gid", 4712);
        replace(options.withForce());
        assertThat(Files.readAttributes(out, "unix:uid,gid"))
                .containsEntry("uid", 4711)
                .containsEntry("gid", 4712);
    }

    @Test
    void a_name_of_the_longest_kind_works() throws IOException {
        out = folder.resolve("é".repeat(127));
        replace(options);
        assertThat(out).hasContent(NEW);
        assertThat(names()).hasSize(1);
    }

    @Test
    void an_empty_output_is_an_empty_file() throws IOException {
        AtomicOutput.write(out, new byte[0], options);
        assertThat(out).isEmptyFile();
    }

    @Test
    void more_than_the_disk_has_is_refused_before_anything_is_written() {
        assertThatThrownBy(() -> AtomicOutput.create(out, 1L << 60, options))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageContaining("not enough space")
                .hasMessageContaining("1152921504606846976 bytes needed");
        assertThat(names()).isEmpty();
    }

    @Test
    void temporaries_that_nobody_has_written_to_for_a_day_are_deleted() throws IOException {
        Path old = Files.writeString(folder.resolve(".model.safetensors.mlxj-0000000v.tmp"), OLD);
        Path young = Files.writeString(folder.resolve(".model.safetensors.mlxj-0000000u.tmp"), OLD);
        Path foreign = Files.writeString(folder.resolve(".other.mlxj-0000000u.tmp"), OLD);
        FileTime twoDaysAgo = FileTime.from(Instant.now().minusSeconds(2 * 86_400));
        Files.setLastModifiedTime(old, twoDaysAgo);
        Files.setLastModifiedTime(foreign, twoDaysAgo);

        replace(options);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(foreign).exists();
    }

    private void replace(OutputOptions how) throws IOException {
        replace(out, how);
    }

    private static void replace(Path output, OutputOptions how) throws IOException {
        AtomicOutput.write(output, NEW.getBytes(StandardCharsets.UTF_8), how);
    }

    private static MemorySegment bytes(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
