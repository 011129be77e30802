package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

/** What is true when files change, are missing or are not files, and when limits are narrow. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class ReadingFaultsTest {
    private static final int PAGE = 4096;

    @TempDir private Path directory;

    @Test
    void a_file_that_shrinks_under_its_mapping_is_an_input_that_changed() throws IOException {
        Path file = big();
        try (Arena arena = Arena.ofConfined();
                Checkpoint checkpoint = Checkpoint.open(file)) {
            Tensor tensor = checkpoint.source("w").map(arena);
            truncate(file, PAGE);
            assertThatThrownBy(() -> checkpoint.guarded(() -> last(tensor)))
                    .isInstanceOf(InputChangedException.class)
                    .hasMessageContaining("had " + (8 + header().length() + 64 * PAGE) + " bytes")
                    .hasMessageContaining("has 4096 now");
        }
    }

    @Test
    void a_fault_in_another_thread_is_found_behind_what_that_thread_made_of_it()
            throws IOException {
        Path file = big();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            truncate(file, PAGE);
            assertThatThrownBy(
                            () ->
                                    checkpoint.guarded(
                                            () -> {
                                                throw new IllegalStateException(
                                                        new InternalError("a fault occurred"));
                                            }))
                    .isInstanceOf(InputChangedException.class);
        }
    }

    @Test
    void a_file_that_shrinks_is_noticed_by_a_read_and_by_a_mapping() throws IOException {
        Path file = big();
        try (Arena arena = Arena.ofConfined();
                Checkpoint checkpoint = Checkpoint.open(file)) {
            truncate(file, PAGE);
            MemorySegment block = arena.allocate(64 * PAGE);
            assertThatThrownBy(() -> checkpoint.source("w").read(0, block))
                    .isInstanceOf(InputChangedException.class)
                    .hasMessageContaining("it ends at byte 4096, within tensor 'w'");
            assertThatThrownBy(() -> checkpoint.source("w").map(arena))
                    .isInstanceOf(InputChangedException.class);
        }
    }

    @Test
    void a_file_that_is_written_to_is_noticed_at_the_end() throws IOException {
        Path file = TestFiles.oneTensor(directory.resolve("a.safetensors"), "w", 1, 2);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            checkpoint.requireUnchanged();
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
            assertThatThrownBy(checkpoint::requireUnchanged)
                    .isInstanceOf(InputChangedException.class)
                    .hasMessage(file + ": the input changed while it was read: it was written to");
        }
    }

    @Test
    void a_file_that_is_replaced_keeps_its_old_bytes_for_who_has_it_open() throws IOException {
        Path file = TestFiles.oneTensor(directory.resolve("a.safetensors"), "w", 1, 2);
        Path other = TestFiles.oneTensor(directory.resolve("b.safetensors"), "w", 3, 4);
        try (Arena arena = Arena.ofConfined();
                Checkpoint checkpoint = Checkpoint.open(file)) {
            Tensor mapped = checkpoint.source("w").map(arena);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            MemorySegment block = arena.allocate(2);
            checkpoint.source("w").read(0, block);
            assertThat(mapped.bytes().toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2);
            assertThat(block.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2);
            assertThatThrownBy(checkpoint::requireUnchanged)
                    .hasMessageEndingWith("another file has its name now");
        }
    }

    @Test
    void the_header_of_a_pipe_is_read_and_its_tensors_are_not() throws Exception {
        Path pipe = pipe("pipe");
        Thread writer = Thread.ofVirtual().start(() -> feed(pipe));
        try (Arena arena = Arena.ofConfined();
                Checkpoint checkpoint = Checkpoint.open(pipe)) {
            assertThat(checkpoint.entries()).containsOnlyKeys("w");
            assertThatThrownBy(() -> checkpoint.source("w").map(arena))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("tensor 'w' needs a regular file");
        }
        writer.join();
    }

    @Test
    void a_pipe_in_a_directory_is_passed_over() throws Exception {
        pipe("model.safetensors");
        pipe("adapter.safetensors");
        assertThatThrownBy(() -> Checkpoint.open(directory))
                .hasMessage(directory + ": there is no model in this directory");
    }

    @Test
    void a_shard_that_is_a_pipe_is_refused() throws Exception {
        pipe("model-00001-of-00001.safetensors");
        Path index = TestFiles.index(directory, "w", "model-00001-of-00001.safetensors");
        assertThatThrownBy(() -> Checkpoint.open(index))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessageEndingWith("this is no regular file");
    }

    @Test
    void nothing_empty_and_missing_have_sentences_of_their_own() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
        assertThatThrownBy(() -> Checkpoint.open(directory))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessage(directory + ": there is no model in this directory");
        assertThatThrownBy(() -> Checkpoint.open(empty))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessage(empty + ": the file is empty");
        assertThatThrownBy(() -> Checkpoint.open(directory.resolve("nothing")))
                .isInstanceOf(IOException.class)
                .hasMessage(directory.resolve("nothing") + ": no such file");
        assertThatThrownBy(() -> Checkpoint.open(link))
                .hasMessage(link + ": a link to a file that is not there");
    }

    @Test
    void a_file_that_may_not_be_read_says_so() throws Exception {
        Path file = TestFiles.oneTensor(directory.resolve("a.safetensors"), "w", 1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        // Root may read everything, so then another user is asked.
        String user = Files.isReadable(file) ? "setpriv --reuid=65534 --clear-groups" : "env";
        Assumptions.assumeTrue(
                new ProcessBuilder("bash", "-c", user + " true").start().waitFor() == 0,
                "no other user");
        assertThat(ReaderProcess.run(user, List.of(), file))
                .isEqualTo(new ReaderProcess.Outcome(0, file + ": permission denied\n"));
    }

    @Test
    void a_gibibyte_is_read_in_32_mebibytes_of_memory() throws Exception {
        long size = (1L << 30) + 5;
        Path file = directory.resolve("sparse.safetensors");
        byte[] head = TestFiles.bytes("{" + TestFiles.tensor("w", 0, size) + "}");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(head));
            channel.write(ByteBuffer.allocate(1), head.length + size - 1);
        }
        assertThat(ReaderProcess.run("", List.of("-Xmx32m"), file))
                .isEqualTo(new ReaderProcess.Outcome(0, "ok 1 " + size + "\n"));
    }

    @Test
    void two_hundred_shards_are_read_with_32_open_files() throws Exception {
        String[] index = new String[400];
        for (int i = 0; i < 200; i++) {
            String shard = "model-%05d-of-00200.safetensors".formatted(i + 1);
            TestFiles.oneTensor(directory.resolve(shard), "w" + i, i, i, i);
            index[2 * i] = "w" + i;
            index[2 * i + 1] = shard;
        }
        TestFiles.index(directory, index);
        assertThat(ReaderProcess.run("ulimit -n 32 && exec", List.of(), directory))
                .isEqualTo(new ReaderProcess.Outcome(0, "ok 200 600\n"));
    }

    @Test
    void many_tensors_and_long_headers_fit_a_small_heap() throws Exception {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            header.append(i == 0 ? "" : ",")
                    .append(TestFiles.tensor("layers." + i + ".weight", 2L * i, 2L * i + 2));
        }
        header.append(" ".repeat(90_000_000)).append('}');
        Path file = TestFiles.write(directory.resolve("a"), header.toString(), new int[200_000]);
        assertThat(ReaderProcess.run("", List.of("-Xmx96m"), file))
                .isEqualTo(new ReaderProcess.Outcome(0, "ok 100000 200000\n"));
    }

    @Test
    void a_path_that_leaves_the_directory_is_judged_by_its_text_alone() throws Exception {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        Path index = TestFiles.index(inner, "w", "../x.safetensors");
        String sentence = index + ": unsafe shard path: '../x.safetensors' leads upwards";
        assertThatThrownBy(() -> Checkpoint.open(index)).hasMessage(sentence);
        // Opening a pipe that nobody writes to would block.
        pipe("x.safetensors");
        assertThatThrownBy(() -> Checkpoint.open(index)).hasMessage(sentence);
    }

    @Test
    void a_cache_of_links_is_followed() throws IOException {
        Path blobs = Files.createDirectory(directory.resolve("blobs"));
        Path snapshot = Files.createDirectory(directory.resolve("snapshot"));
        TestFiles.oneTensor(blobs.resolve("1a"), "a", 1);
        TestFiles.oneTensor(blobs.resolve("2b"), "b", 2);
        Path index = TestFiles.index(blobs, "a", "m-1.safetensors", "b", "m-2.safetensors");
        Files.move(index, blobs.resolve("3c"));
        link(snapshot, "m-1.safetensors", "1a");
        link(snapshot, "m-2.safetensors", "2b");
        link(snapshot, "model.safetensors.index.json", "3c");
        try (Checkpoint checkpoint = Checkpoint.open(snapshot)) {
            assertThat(checkpoint.entries()).containsOnlyKeys("a", "b");
            checkpoint.requireUnchanged();
        }
    }

    private static void link(Path directory, String name, String blob) throws IOException {
        Files.createSymbolicLink(directory.resolve(name), Path.of("../blobs", blob));
    }

    private static String header() {
        return "{" + TestFiles.tensor("w", 0, 64L * PAGE) + "}";
    }

    private Path big() throws IOException {
        return TestFiles.write(directory.resolve("big.safetensors"), header(), new int[64 * PAGE]);
    }

    private static byte last(Tensor tensor) {
        return tensor.bytes().get(ValueLayout.JAVA_BYTE, tensor.bytes().byteSize() - 1);
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private Path pipe(String name) throws IOException, InterruptedException {
        Path pipe = directory.resolve(name);
        int exit = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Assumptions.assumeTrue(exit == 0, "mkfifo makes no pipe here");
        return pipe;
    }

    private static void feed(Path pipe) {
        try (OutputStream out = Files.newOutputStream(pipe)) {
            out.write(TestFiles.bytes("{" + TestFiles.tensor("w", 0, 3) + "}", 1, 2, 3));
        } catch (IOException e) {
            throw new AssertionError(Arrays.toString(e.getStackTrace()), e);
        }
    }
}
