package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mlxj.io.TestDisk.End;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The end comes after each single operation on the disk, and in the middle of each write. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PowerFailureTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void a_file_is_the_old_or_the_new_one_after_any_operation(End end) throws IOException {
        int operations = Integer.MAX_VALUE;
        for (int n = 0; n <= operations; n++) {
            Path out = Files.createDirectory(folder.resolve("file" + n)).resolve("m.safetensors");
            Files.write(out, Models.file("w", 1000, 1, Map.of(), 0));
            TestDisk disk = new TestDisk().endingAfter(n, end);

            run(disk, () -> replace(out, Models.file("w", 1000, 2, Map.of(), 0), disk));

            assertThat(Models.values(out)).isSubsetOf(1, 2);
            List<String> names = new ArrayList<>(Models.names(Siblings.directory(out)));
            names.remove("m.safetensors");
            assertThat(names).hasSizeLessThanOrEqualTo(1);
            if (!disk.isOut()) {
                assertThat(Models.values(out)).containsExactly(2);
                assertThat(names).isEmpty();
                operations = n;
            }
        }
    }

    @Test
    void the_file_is_forced_before_it_is_renamed_and_the_directory_after() throws IOException {
        TestDisk disk = new TestDisk();
        replace(folder.resolve("m.safetensors"), new byte[10], disk);
        assertThat(disk.operations())
                .filteredOn(operation -> !operation.equals("delete"))
                .containsExactly("create", "write", "force", "rename", "forceDirectory");
    }

    @Test
    void a_header_is_overwritten_when_its_journal_is_on_the_disk() throws IOException {
        Path file = folder.resolve("m.safetensors");
        Files.write(file, Models.file("w", 1000, 1, Map.of(), 0));
        byte[] bytes = Files.readAllBytes(file);
        TestDisk disk = new TestDisk();
        overwrite(file, bytes, bytes, disk);
        assertThat(disk.operations())
                .containsExactly("write", "force", "forceDirectory", "write", "force", "delete");
    }

    @Test
    void an_error_while_forcing_is_final_and_nothing_is_renamed() throws IOException {
        for (String broken : List.of("force", "write", "create", "rename")) {
            Path out = Files.createDirectory(folder.resolve(broken)).resolve("m.safetensors");
            Files.writeString(out, "old");
            TestDisk disk = new TestDisk().failingAt(broken);
            assertThatThrownBy(() -> replace(out, new byte[10], disk))
                    .isInstanceOf(OutputFailedException.class)
                    .hasMessage(out + ": it cannot be written: Input/output error");
            assertThat(out).hasContent("old");
            assertThat(Models.names(Siblings.directory(out))).containsExactly("m.safetensors");
        }
    }

    @Test
    void an_error_in_a_piece_forced_early_is_not_forgotten_at_the_end() throws IOException {
        Path out = folder.resolve("m.safetensors");
        TestDisk disk = new TestDisk().failingAt("forceData");
        MemorySegment piece = MemorySegment.ofArray(new byte[32 << 20]);
        try (AtomicOutput output =
                AtomicOutput.create(out, 3L << 25, OutputOptions.DEFAULT, disk)) {
            for (int i = 0; i < 3; i++) {
                output.write((long) i << 25, piece);
            }
            assertThatThrownBy(output::commit).isInstanceOf(OutputFailedException.class);
        }
        assertThat(Models.names(folder)).isEmpty();
        assertThat(disk.operations()).doesNotContain("force", "rename");
    }

    @Test
    void a_short_write_is_carried_on_and_none_is_an_error() throws IOException {
        Path out = folder.resolve("m.safetensors");
        Disk slow =
                new Disk() {
                    @Override
                    int write(FileChannel file, ByteBuffer bytes, long position)
                            throws IOException {
                        int n = Math.min(3, bytes.remaining());
                        int written = super.write(file, bytes.slice(bytes.position(), n), position);
                        bytes.position(bytes.position() + written);
                        return written;
                    }
                };
        replace(out, "ten  bytes".getBytes(UTF_8), slow);
        assertThat(out).hasContent("ten  bytes");

        Disk full =
                new Disk() {
                    @Override
                    int write(FileChannel file, ByteBuffer bytes, long position) {
                        return 0;
                    }
                };
        assertThatThrownBy(() -> replace(out, new byte[1], full))
                .isInstanceOf(OutputFailedException.class);
        assertThat(out).hasContent("ten  bytes");
    }

    private static void replace(Path out, byte[] bytes, Disk disk) throws IOException {
        OutputOptions options = OutputOptions.DEFAULT.withForce();
        try (AtomicOutput output = AtomicOutput.create(out, bytes.length, options, disk)) {
            output.write(0, MemorySegment.ofArray(bytes));
            output.commit();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_header_is_the_old_or_the_new_one_after_any_operation_once_the_file_is_opened(End end)
            throws IOException {
        byte[] before = Models.file("w", 1000, 1, Map.of("k", "o".repeat(300)), 100);
        byte[] after = Models.file("w", 1000, 1, Map.of("k", "n".repeat(340)), 60);
        assertThat(after).hasSameSizeAs(before);
        Set<String> seen = new HashSet<>();
        int operations = Integer.MAX_VALUE;
        for (int n = 0; n <= operations; n++) {
            Path file = Files.createDirectory(folder.resolve("head" + n)).resolve("m.safetensors");
            Files.write(file, before);
            TestDisk disk = new TestDisk().endingAfter(n, end);

            run(disk, () -> overwrite(file, before, after, disk));
            boolean half = isHalf(file, before, after);
            byte[] recovered = opened(file);

            assertThat(recovered)
                    .satisfiesAnyOf(
                            bytes -> assertThat(bytes).isEqualTo(before),
                            bytes -> assertThat(bytes).isEqualTo(after));
            assertThat(Models.names(Siblings.directory(file))).containsExactly("m.safetensors");
            seen.add(half ? "half" : recovered[200] == before[200] ? "old" : "new");
            if (!disk.isOut()) {
                assertThat(recovered).isEqualTo(after);
                operations = n;
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("old", "half", "new");
    }

    private static void overwrite(Path file, byte[] before, byte[] after, Disk disk)
            throws IOException {
        int head = before.length - 1000;
        HeadOverwrite.of(file, disk)
                .orElseThrow()
                .write(
                        Arrays.copyOf(before, head),
                        Arrays.copyOf(after, head),
                        OutputOptions.DEFAULT);
    }

    private static boolean isHalf(Path file, byte[] before, byte[] after) throws IOException {
        byte[] now = Files.readAllBytes(file);
        return !Arrays.equals(now, before) && !Arrays.equals(now, after);
    }

    /** The bytes of the file after it was opened, as any command opens it. */
    private static byte[] opened(Path file) throws IOException {
        Checkpoint.open(file).close();
        return Files.readAllBytes(file);
    }

    @Test
    void recovery_itself_may_be_interrupted_after_any_operation() throws IOException {
        byte[] before = Models.file("w", 1000, 1, Map.of("k", "o".repeat(300)), 100);
        byte[] after = Models.file("w", 1000, 1, Map.of("k", "n".repeat(340)), 60);
        for (int n = 0; n < 6; n++) {
            Path file = Files.createDirectory(folder.resolve("twice" + n)).resolve("m.safetensors");
            Files.write(file, before);
            TestDisk first = new TestDisk().endingAfter(3, End.KILL);
            run(first, () -> overwrite(file, before, after, first));
            assertThat(isHalf(file, before, after)).isTrue();
            TestDisk disk = new TestDisk().endingAfter(n, End.KILL);

            run(disk, () -> overwrite(file, after, before, disk));

            assertThat(opened(file)).isIn(before, after);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_directory_is_the_old_or_the_new_model_after_any_operation_once_it_is_opened(End end)
            throws IOException {
        Set<List<Integer>> seen = new HashSet<>();
        int operations = Integer.MAX_VALUE;
        for (int n = 0; n <= operations; n++) {
            Path model = folder.resolve("model" + n);
            Models.sharded(model, 3, 100, 1);
            Files.writeString(model.resolve("config.json"), "{}");
            TestDisk disk = new TestDisk().endingAfter(n, end);

            run(disk, () -> replaceModel(model, disk));
            List<Integer> values = Models.values(model);

            seen.add(values);
            assertThat(values).isIn(List.of(1, 1, 1), List.of(2, 2));
            List<String> names = new ArrayList<>(Models.names(model));
            names.remove(DirectoryChange.TEMPORARY);
            int shards = values.size();
            assertThat(names).hasSize(shards + 2).contains(Models.shard(1, shards), "config.json");
            if (!disk.isOut()) {
                assertThat(values).containsExactly(2, 2);
                assertThat(model.resolve(DirectoryChange.TEMPORARY)).doesNotExist();
                operations = n;
            }
            // What was left does not disturb the next writer, and goes.
            replaceModel(model, Disk.REAL);
            assertThat(Models.names(model)).hasSize(4);
        }
        assertThat(seen).containsExactlyInAnyOrder(List.of(1, 1, 1), List.of(2, 2));
    }

    private static void replaceModel(Path model, Disk disk) throws IOException {
        OutputOptions options = OutputOptions.DEFAULT.withForce();
        try (AtomicDirectory directory = AtomicDirectory.create(model, 0, options, disk)) {
            for (int i = 1; i <= 2; i++) {
                directory.write(Models.shard(i, 2), Models.file("t" + i, 100, 2, Map.of(), 0));
            }
            directory.write(Models.INDEX, Models.index(2));
            directory.commit();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_new_directory_is_there_whole_or_not_at_all(End end) throws IOException {
        int operations = Integer.MAX_VALUE;
        for (int n = 0; n <= operations; n++) {
            Path model = Files.createDirectory(folder.resolve("new" + n)).resolve("model");
            TestDisk disk = new TestDisk().endingAfter(n, end);

            run(disk, () -> replaceModel(model, disk));

            if (Files.exists(model)) {
                assertThat(Models.values(model)).containsExactly(2, 2);
            }
            assertThat(Models.names(Siblings.directory(model))).hasSizeLessThanOrEqualTo(1);
            if (!disk.isOut()) {
                assertThat(model).isDirectory();
                operations = n;
            }
        }
    }

    /** A run that goes on after the power is gone, and meets what it did not leave so. */
    private static void run(TestDisk disk, Run run) throws IOException {
        try {
            run.run();
        } catch (IOException e) {
            if (!disk.isOut()) {
                throw e;
            }
        }
    }

    private interface Run {
        void run() throws IOException;
    }
}
