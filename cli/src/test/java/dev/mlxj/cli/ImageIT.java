package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The image as a user starts it: with no Java, from anywhere, and with its class cache in use. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ImageIT {
    private static final Path IMAGE = Path.of(System.getProperty("mlxj.image"));
    private static final Path ROOT = Path.of(System.getProperty("mlxj.root"));
    private static final Path LAUNCHER = IMAGE.resolve("bin/mlxj");
    private static final Run VERSION =
            new Run(0, "mlxj " + System.getProperty("mlxj.version") + "\n", "");

    @TempDir private Path folder;

    @Test
    void it_needs_nothing_from_the_environment() throws Exception {
        assertThat(start("env", "-i", LAUNCHER.toString(), "--version")).isEqualTo(VERSION);
    }

    @Test
    void what_the_environment_tells_other_Java_programs_does_not_reach_it() throws Exception {
        assertThat(
                        start(
                                "env",
                                "JAVA_TOOL_OPTIONS=-Dx=1",
                                "JDK_JAVA_OPTIONS=-Dx=1",
                                "_JAVA_OPTIONS=-Dx=1",
                                "CLASSPATH=nowhere",
                                "JAVA_HOME=/nowhere",
                                LAUNCHER.toString(),
                                "--version"))
                .isEqualTo(VERSION);
    }

    @Test
    void a_link_to_a_link_to_the_launcher_starts_it() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("some bin"));
        Files.createSymbolicLink(bin.resolve("first"), LAUNCHER);
        Files.createSymbolicLink(folder.resolve("second"), Path.of("some bin", "first"));
        assertThat(start(folder.resolve("second").toString(), "--version")).isEqualTo(VERSION);
        assertThat(start("env", "PATH=" + bin + ":/usr/bin:/bin", "first", "--version"))
                .isEqualTo(VERSION);
    }

    @Test
    void the_class_cache_serves_every_class() throws Exception {
        assertThat(classesOutsideTheCache(IMAGE)).isEmpty();
    }

    @Test
    void a_copy_of_the_image_keeps_its_class_cache() throws Exception {
        Path copy = folder.resolve("a copy/mlxj");
        Files.createDirectories(copy.getParent());
        assertThat(start("cp", "-r", IMAGE.toString(), copy.toString()).code()).isZero();
        assertThat(classesOutsideTheCache(copy)).isEmpty();
    }

    @Test
    void prepared_options_are_those_of_the_annotations() throws Exception {
        for (String command : Commands.words()) {
            for (String argument : List.of("--help", "--version", "--no-such-option")) {
                assertThat(start(LAUNCHER.toString(), command, argument))
                        .isEqualTo(Run.mlxj(command, argument));
            }
        }
    }

    @Test
    void a_result_that_cannot_be_printed_is_exit_4() throws Exception {
        assertThat(start("sh", "-c", LAUNCHER + " help >/dev/full"))
                .isEqualTo(new Run(4, "", "error: standard output: no space left on device\n"));
    }

    @Test
    void standard_output_has_the_bytes_of_the_model_alone_under_each_of_its_names()
            throws Exception {
        Path model = ROOT.resolve("testdata/models/bert/model.safetensors");
        Path plain = folder.resolve("plain.safetensors");
        String copy = LAUNCHER + " copy -q " + model + " -o ";
        assertThat(start("sh", "-c", copy + plain).code()).isZero();
        for (String name : List.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")) {
            assertThat(start("sh", "-c", copy + name + " | cmp - " + plain))
                    .as(name)
                    .isEqualTo(new Run(0, "", ""));
        }
    }

    @Test
    void messages_that_cannot_be_printed_change_nothing() throws Exception {
        assertThat(start("sh", "-c", LAUNCHER + " nonsense 2>/dev/full"))
                .isEqualTo(new Run(2, "", ""));
    }

    @Test
    void a_reader_that_has_seen_enough_ends_the_run_without_words() throws Exception {
        Run run = start("bash", "-c", LAUNCHER + " completion bash | true; echo ${PIPESTATUS[0]}");
        assertThat(run).isIn(new Run(0, "4\n", ""), new Run(0, "0\n", ""));
    }

    @Test
    void a_large_model_is_verified_with_the_vector_module_and_without_a_word_about_it()
            throws Exception {
        Path large = folder.resolve("large.safetensors");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1_100_000_000); // Zeros, of which none is stored.
        }
        Run expected = Run.mlxj("verify", large.toString());
        assertThat(expected.code()).isEqualTo(3);
        assertThat(start(LAUNCHER.toString(), "verify", large.toString())).isEqualTo(expected);
        String option = "MLXJ_JAVA_OPTS=-Dx=1";
        assertThat(start("env", option, LAUNCHER.toString(), "verify", large.toString()).err())
                .startsWith("WARNING: Using incubator modules: jdk.incubator.vector")
                .endsWith(expected.err());
    }

    /** Runs a command that fails when the cache cannot be used, and lists what it did not hold. */
    private List<String> classesOutsideTheCache(Path image) throws Exception {
        Path log = folder.resolve("classes.log");
        Run run =
                start(
                        "env",
                        "MLXJ_JAVA_OPTS=-XX:AOTMode=on -Xlog:class+load:file=" + log,
                        image.resolve("bin/mlxj").toString(),
                        "inspect",
                        ROOT.resolve("testdata/models/bert").toString());
        assertThat(run.code()).as(run.toString()).isZero();
        return Files.readAllLines(log).stream()
                .filter(line -> !line.contains("source: shared objects file"))
                // The runtime looks for the place where the image was made.
                .filter(line -> !line.contains("java.nio.file.InvalidPathException"))
                .toList();
    }

    private Run start(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int code = process.waitFor();
        return new Run(code, Files.readString(out), Files.readString(err));
    }
}
