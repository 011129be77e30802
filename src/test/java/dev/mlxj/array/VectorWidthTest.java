package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VectorWidthTest {
    @Test
    void neither_the_width_of_vectors_nor_the_number_of_threads_changes_a_bit() throws Exception {
        List<String> digests = new ArrayList<>();
        for (String width : new String[] {"16", "32", "64"}) {
            digests.addAll(List.of(digestsOnVectorsOf(width).split(" ")));
        }
        assertThat(digests).hasSize(9).first().asString().matches("[0-9a-f]{1,8}");
        assertThat(digests).containsOnly(digests.getFirst());
    }

    /** The line that {@link DigestOfKernels} prints; a narrower machine runs it on what it has. */
    private static String digestsOnVectorsOf(String bytes) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+IgnoreUnrecognizedVMOptions",
                                "-XX:MaxVectorSize=" + bytes,
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DigestOfKernels.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines().toList().getLast();
    }
}
