package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A writing process is told to end. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SignalTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void the_temporary_file_goes_and_the_output_stays(String signal, int code) throws Exception {
        Path out = folder.resolve("model.safetensors");
        Files.writeString(out, "old");
        Process writer = ChildJvm.start(ChildJvm.command(Writer.class, "hanging", out, 1));
        ChildJvm.await(writer, "half");
        assertThat(Models.names(folder)).hasSize(2);

        signal(signal, writer);

        assertThat(ChildJvm.exitCode(writer)).isEqualTo(code);
        assertThat(ChildJvm.output(writer)).isEmpty();
        assertThat(Models.names(folder)).containsExactly("model.safetensors");
        assertThat(out).hasContent("old");
    }

    @ParameterizedTest
    @CsvSource({"file", "header", "directory"})
    void nothing_is_left_behind_at_any_moment(String kind) throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 6; i++) {
            Path directory = folder.resolve(kind + i);
            Models.sharded(directory, 1, 1000, 1);
            Path file = directory.resolve("model.safetensors");
            Files.write(file, Models.file("w", 10_000, 1, Map.of("k", "a".repeat(40_000)), 0));
            Path path = kind.equals("directory") ? directory : file;
            Process writer = ChildJvm.start(ChildJvm.command(Writer.class, kind, path, 1_000_000));
            ChildJvm.await(writer, i % 2 == 0 ? "started" : "ready");
            assertThat(writer.waitFor(random.nextInt(0, 100), TimeUnit.MILLISECONDS)).isFalse();

            signal("TERM", writer);

            assertThat(ChildJvm.exitCode(writer)).isEqualTo(143);
            assertThat(ChildJvm.output(writer)).isIn("", "ready\n");
            assertThat(Models.names(directory)).allMatch(name -> name.startsWith("model"));
            assertThat(Models.values(path)).isNotEmpty();
        }
    }

    private static void signal(String name, Process process) throws Exception {
        String pid = Long.toString(process.pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }
}
