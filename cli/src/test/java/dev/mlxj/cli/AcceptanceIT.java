package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The whole story of {@code scripts/acceptance}, with the image. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AcceptanceIT {
    private static final Path ROOT = Path.of(System.getProperty("mlxj.root"));

    @TempDir private Path folder;

    @Test
    void a_small_model_passes() throws Exception {
        assertThat(story(ROOT.resolve("testdata/models/bert"))).endsWith("passed  bert\n");
    }

    @Test
    void a_real_model_passes_where_it_has_been_fetched() throws Exception {
        Path minilm = ROOT.resolve("models/minilm");
        if (Files.isDirectory(minilm)) {
            assertThat(story(minilm)).endsWith("passed  minilm\n");
        }
    }

    private String story(Path model) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder script =
                new ProcessBuilder(ROOT.resolve("scripts/acceptance").toString(), model.toString());
        script.environment().put("MLXJ", System.getProperty("mlxj.image") + "/bin/mlxj");
        script.redirectErrorStream(true).redirectOutput(out.toFile()).start().waitFor();
        return Files.readString(out);
    }
}
