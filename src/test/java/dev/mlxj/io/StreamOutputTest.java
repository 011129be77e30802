package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Outputs that are no files: pipes, devices, standard output. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamOutputTest {
    private static final int MIB = 1 << 20;

    /** What a writer of streams writes: a length field, 65 bytes of JSON, 7 spaces, 3 MiB. */
    private static final int FILE = 8 + 72 + 3 * MIB;

    @TempDir private Path folder;

    @Test
    void a_fifo_is_written_to_and_stays_one() throws Exception {
        Path fifo = fifo();
        Path source = Files.write(folder.resolve("source"), new byte[MIB]);
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                FileChannel from = FileChannel.open(source)) {
            Future<byte[]> reader = threads.submit(() -> Files.readAllBytes(fifo));
            try (AtomicOutput output = AtomicOutput.create(fifo, 3 + MIB, OutputOptions.DEFAULT)) {
                assertThat(output.isSequential()).isTrue();
                assertThat(output.temporary()).isEmpty();
                output.write(0, MemorySegment.ofArray("abc".getBytes(UTF_8)));
                output.copyFrom(from, 0, MIB, 3);
                output.commit();
            }
            assertThat(reader.get()).hasSize(3 + MIB).startsWith('a', 'b', 'c', 0);
        }
        assertThat(Models.names(folder)).containsExactly("fifo", "source");
        assertThat(Files.isRegularFile(fifo)).isFalse();
    }

    @Test
    void bytes_out_of_turn_are_refused() throws IOException {
        try (AtomicOutput output =
                AtomicOutput.create(Path.of("/dev/null"), 6, OutputOptions.DEFAULT)) {
            assertThatThrownBy(() -> output.write(3, MemorySegment.ofArray(new byte[3])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("out of turn");
            output.write(0, MemorySegment.ofArray(new byte[3]));
            assertThatThrownBy(output::commit)
                    .isInstanceOf(OutputFailedException.class)
                    .hasMessageContaining("3 bytes were written");
        }
    }

    @Test
    void a_device_is_written_to_and_stays_one() throws IOException {
        AtomicOutput.write(Path.of("/dev/null"), new byte[10], OutputOptions.DEFAULT);
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
        AtomicOutput.write(link, new byte[10], OutputOptions.DEFAULT);
        assertThat(link).isSymbolicLink();
    }

    @Test
    void a_full_device_is_an_error() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        assertThatThrownBy(
                        () ->
                                AtomicOutput.write(
                                        Path.of("/dev/full"), new byte[10], OutputOptions.DEFAULT))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageStartingWith("/dev/full: it cannot be written: ");
    }

    @Test
    void standard_output_takes_all_bytes_whatever_it_is() throws Exception {
        for (String name : List.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")) {
            Path file = folder.resolve("redirected");
            Process writer =
                    ChildJvm.shell("{ echo before; \"$@\"; echo after; } > " + file, stream(name));
            assertThat(ChildJvm.output(writer)).isEmpty();
            assertThat(ChildJvm.exitCode(writer)).isZero();
            byte[] bytes = Files.readAllBytes(file);
            assertThat(bytes.length).isEqualTo("before\nstarted\nready\nafter\n".length() + FILE);
            assertThat(new String(bytes, 0, 21, UTF_8)).isEqualTo("before\nstarted\nready\n");
            assertThat(Models.names(folder)).containsExactly("redirected");
        }
    }

    @Test
    void an_inherited_descriptor_of_a_file_is_appended_to() throws Exception {
        Path file = Files.writeString(folder.resolve("log"), "before");
        Process writer = ChildJvm.shell("exec 7>> " + file + "; exec \"$@\"", stream("/dev/fd/7"));
        assertThat(ChildJvm.output(writer)).isEqualTo("started\nready\n");
        assertThat(file).hasSize("before".length() + FILE);
    }

    @Test
    void a_reader_that_goes_away_ends_the_run_without_a_word() throws Exception {
        Process writer =
                ChildJvm.shell(
                        "{ \"$@\"; echo code $? >&2; } | head -c 8 > /dev/null", stream("-"));
        assertThat(ChildJvm.output(writer)).isEqualTo("code 4\n");
    }

    @Test
    void a_full_standard_output_is_an_error() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        Process writer = ChildJvm.shell("\"$@\" > /dev/full", stream("-"));
        assertThat(ChildJvm.output(writer)).startsWith("error: -: it cannot be written: ");
        assertThat(ChildJvm.exitCode(writer)).isEqualTo(4);
    }

    @Test
    void a_terminal_is_refused() throws Exception {
        Process probe = ChildJvm.shell("command -v script", List.of());
        ChildJvm.output(probe);
        assumeTrue(ChildJvm.exitCode(probe) == 0, "no script command here");
        String command = String.join(" ", stream("-"));
        Process writer = ChildJvm.shell("script -qec '" + command + "' /dev/null", List.of());
        assertThat(ChildJvm.output(writer)).contains("error: -: the output is a terminal");
        assertThat(ChildJvm.exitCode(writer)).isEqualTo(2);
    }

    private static List<String> stream(String path) {
        return ChildJvm.command(Writer.class, "stream", path, 1);
    }

    private Path fifo() throws Exception {
        Path fifo = folder.resolve("fifo");
        Process maker = ChildJvm.shell("mkfifo " + fifo, List.of());
        assumeTrue(ChildJvm.exitCode(maker) == 0, "no FIFO can be made here");
        return fifo;
    }
}
