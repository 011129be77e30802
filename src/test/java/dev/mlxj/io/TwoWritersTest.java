package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two processes, or two threads, write one output. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TwoWritersTest {
    @TempDir private Path folder;

    @Test
    void readers_see_complete_files_only_while_two_processes_write() throws Exception {
        Path out = folder.resolve("model.safetensors");
        Files.write(out, Models.file("w", 1000, 1, Map.of(), 0));
        List<Process> writers = two("file", out, 40);

        int reads = 0;
        while (writers.stream().anyMatch(Process::isAlive)) {
            assertThat(isWhole(Files.readAllBytes(out))).isTrue();
            reads++;
        }

        assertThat(reads).isPositive();
        for (Process writer : writers) {
            assertThat(ChildJvm.exitCode(writer)).as(ChildJvm.output(writer)).isZero();
        }
        assertThat(Models.names(folder)).containsExactly("model.safetensors");
    }

    /** Whether all bytes behind the header are the same, and as many as a writer writes. */
    private static boolean isWhole(byte[] file) {
        int start = 8 + file[0];
        for (int i = start; i < file.length; i++) {
            if (file[i] != file[start]) {
                return false;
            }
        }
        return file.length - start == 1000 || file.length - start == 8 << 20;
    }

    @Test
    void of_two_that_make_a_new_file_each_is_done_or_says_that_the_other_was_first()
            throws Exception {
        for (int i = 0; i < 3; i++) {
            Path out = folder.resolve("m" + i);
            for (Process writer : two("new", out, 1)) {
                String said = ChildJvm.output(writer);
                assertThat(ChildJvm.exitCode(writer)).isIn(0, 2);
                assertThat(said.lines().skip(2))
                        .allMatch(
                                line ->
                                        line.contains("the output exists")
                                                || line.contains("has written it meanwhile"));
            }
            assertThat(Models.values(out)).containsExactly(1);
        }
    }

    @Test
    void a_directory_is_one_model_after_two_processes_have_replaced_it() throws Exception {
        Path model = folder.resolve("model");
        Models.sharded(model, 1, 1000, 1);
        for (Process writer : two("directory", model, 30)) {
            assertThat(ChildJvm.exitCode(writer)).as(ChildJvm.output(writer)).isZero();
        }
        List<Integer> values = Models.values(model);
        assertThat(values).hasSize(values.getFirst()).containsOnly(values.getFirst());
        assertThat(Models.names(model)).hasSize(values.size() + 1);
    }

    @Test
    void headers_overwritten_by_two_processes_stay_whole_and_readers_wait() throws Exception {
        Path file = folder.resolve("model.safetensors");
        Files.write(file, Models.file("w", 1000, 1, Map.of("k", "a".repeat(40_000)), 0));
        List<Process> writers = two("header", file, 100);
        while (writers.stream().anyMatch(Process::isAlive)) {
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.metadata().get("k")).hasSize(40_000).matches("(.)\\1*");
            }
        }
        for (Process writer : writers) {
            assertThat(ChildJvm.exitCode(writer)).isIn(0, 4);
            assertThat(ChildJvm.output(writer).lines().skip(2))
                    .allMatch(line -> line.contains("changed while it was read"));
        }
        assertThat(Models.names(folder)).containsExactly("model.safetensors");
    }

    @Test
    void who_finds_a_directory_taken_says_by_whom_and_gives_up() throws Exception {
        Path model = folder.resolve("model");
        Models.sharded(model, 1, 1000, 1);
        Process holder = ChildJvm.start(ChildJvm.command(Writer.class, "waiting", model, 1));
        ChildJvm.await(holder, "half");
        List<String> notes = new ArrayList<>();
        OutputOptions options =
                OutputOptions.DEFAULT
                        .withForce()
                        .noting(notes::add)
                        .withPatience(Duration.ofMillis(1500));

        assertThatThrownBy(() -> AtomicDirectory.create(model, 0, options))
                .isInstanceOf(OutputFailedException.class)
                .hasMessage(model + ": process " + holder.pid() + " is writing it");
        assertThat(notes)
                .containsExactly(
                        model + ": waiting for process " + holder.pid() + ", which is writing it");
        assertThat(Models.values(model)).containsExactly(1);

        holder.toHandle().destroyForcibly();
        ChildJvm.exitCode(holder);
        AtomicDirectory.create(model, 0, options).close();
        assertThat(Models.names(model)).hasSize(2);
    }

    @Test
    void threads_of_one_process_exclude_each_other_too() throws Exception {
        Path model = folder.resolve("model");
        Models.sharded(model, 1, 1000, 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int shards = 1 + i % 3;
                tasks.add(() -> replace(model, shards));
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        }
        List<Integer> values = Models.values(model);
        assertThat(values).hasSize(values.getFirst()).containsOnly(values.getFirst());
        assertThat(Models.names(model)).hasSize(values.size() + 1);
    }

    private static boolean replace(Path model, int shards) throws IOException {
        OutputOptions options = OutputOptions.DEFAULT.withForce().withoutSync();
        try (AtomicDirectory directory = AtomicDirectory.create(model, 0, options)) {
            for (int i = 1; i <= shards; i++) {
                directory.write(
                        Models.shard(i, shards), Models.file("t" + i, 1000, shards, Map.of(), 0));
            }
            directory.write(Models.INDEX, Models.index(shards));
            directory.commit();
        }
        return true;
    }

    private static List<Process> two(String kind, Path path, int rounds) throws IOException {
        List<String> command = ChildJvm.command(Writer.class, kind, path, rounds);
        return List.of(ChildJvm.start(command), ChildJvm.start(command));
    }
}
