package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A writing process gets SIGKILL at random moments. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KillTest {
    private static final int KILLS = 20;

    /** A run of the writer's loop takes some milliseconds; a kill falls into any of its steps. */
    private static final int LONGEST_MILLIS = 60;

    @TempDir private Path folder;

    private final Random random = new Random(4);

    @Test
    void a_file_is_complete_after_any_kill_and_each_leaves_one_temporary_at_most()
            throws Exception {
        Path out = folder.resolve("model.safetensors");
        Files.write(out, Models.file("w", 1000, 100, Map.of(), 0));
        for (int kills = 1; kills <= KILLS; kills++) {
            kill(ChildJvm.start(ChildJvm.command(Writer.class, "file", out, 1_000_000)));

            assertThat(Models.values(out)).hasSize(1);
            assertThat(Models.names(folder))
                    .hasSizeLessThanOrEqualTo(1 + kills)
                    .allMatch(
                            name -> name.equals("model.safetensors") || Siblings.isTemporary(name));
        }
        // A directory with leftovers is still a model of one file.
        assertThat(Models.values(folder)).hasSize(1);
        AtomicOutput.write(
                out, Models.file("w", 1000, 7, Map.of(), 0), OutputOptions.DEFAULT.withForce());
        assertThat(Models.values(folder)).containsExactly(7);
    }

    @Test
    void a_header_is_whole_after_any_kill_when_the_model_is_opened() throws Exception {
        Path file = folder.resolve("model.safetensors");
        byte[] original = Models.file("w", 1000, 1, Map.of("k", "a".repeat(40_000)), 0);
        Files.write(file, original);
        Set<Character> seen = new HashSet<>();
        for (int kills = 1; kills <= KILLS; kills++) {
            kill(ChildJvm.start(ChildJvm.command(Writer.class, "header", file, 1_000_000)));

            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                String text = checkpoint.metadata().getOrDefault("k", "");
                assertThat(text).hasSize(40_000).matches("(.)\\1*");
                seen.add(text.charAt(0));
            }
            assertThat(Models.values(file)).containsExactly(1);
            assertThat(Models.names(folder)).containsExactly("model.safetensors");
            assertThat(file).hasSize(original.length);
        }
        assertThat(seen).hasSizeGreaterThan(1);
    }

    @Test
    void a_directory_is_one_model_after_any_kill_when_it_is_opened() throws Exception {
        Path model = folder.resolve("model");
        Models.sharded(model, 1, 10_000, 1);
        Set<Integer> seen = new HashSet<>();
        for (int kills = 1; kills <= KILLS; kills++) {
            kill(ChildJvm.start(ChildJvm.command(Writer.class, "directory", model, 1_000_000)));

            List<Integer> values = Models.values(model);
            assertThat(values).hasSize(values.getFirst()).containsOnly(values.getFirst());
            seen.add(values.getFirst());
            List<String> names = new ArrayList<>(Models.names(model));
            names.remove(DirectoryChange.TEMPORARY);
            assertThat(names).hasSize(values.size() + 1);
        }
        assertThat(seen).hasSizeGreaterThan(1);
    }

    private void kill(Process writer) throws IOException, InterruptedException {
        ChildJvm.await(writer, "ready");
        boolean ended = writer.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        writer.toHandle().destroyForcibly(); // unlike Process's own, it leaves the streams open
        int code = ChildJvm.exitCode(writer);
        assertThat(ended).as(ChildJvm.output(writer)).isFalse();
        assertThat(code).isEqualTo(128 + 9);
    }
}
