package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.TensorSource;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CheckpointTest {
    @TempDir private Path directory;

    @Test
    void tensors_stand_in_the_order_of_their_bytes() throws IOException {
        String header =
                "{%s,%s,%s}"
                        .formatted(
                                TestFiles.tensor("c", 2, 3),
                                TestFiles.tensor("b", 0, 2),
                                TestFiles.tensor("empty", 2, 2));
        Path file = TestFiles.write(directory.resolve("a.safetensors"), header, 1, 2, 3);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            long data = 8L + header.length();
            assertThat(checkpoint.entries().values())
                    .containsExactly(
                            new Entry("b", DType.U8, Shape.of(2), file, data, 2),
                            new Entry("empty", DType.U8, Shape.of(0), file, data + 2, 0),
                            new Entry("c", DType.U8, Shape.of(1), file, data + 2, 1));
            assertThat(checkpoint.shards())
                    .singleElement()
                    .returns(data + 3, Shard::fileSize)
                    .returns((long) header.length(), Shard::headerBytes);
        }
    }

    @Test
    void a_source_reads_any_piece_into_any_kind_of_segment() throws IOException {
        Path file = TestFiles.oneTensor(directory.resolve("a"), "w", 10, 11, 12, 13, 14, 15);
        try (Arena arena = Arena.ofConfined();
                Checkpoint checkpoint = Checkpoint.open(file)) {
            TensorSource source = checkpoint.source("w");
            MemorySegment direct = arena.allocate(2);
            source.read(1, direct);
            assertThat(direct.toArray(ValueLayout.JAVA_BYTE)).containsExactly(11, 12);
            byte[] bytes = new byte[6];
            source.read(0, MemorySegment.ofArray(bytes));
            assertThat(bytes).containsExactly(10, 11, 12, 13, 14, 15);
            short[] shorts = new short[2];
            source.read(2, MemorySegment.ofArray(shorts));
            assertThat(shorts).containsExactly(13 << 8 | 12, 15 << 8 | 14);
            assertThat(source.map(arena).bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
            assertThatThrownBy(() -> source.read(5, direct))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void a_tensor_that_is_not_there_is_named() throws IOException {
        Path file = TestFiles.oneTensor(directory.resolve("a"), "w", 1);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThatThrownBy(() -> checkpoint.source("x\n"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(file + " has no tensor 'x\\n'");
        }
    }

    @Test
    void the_metadata_of_the_index_win_over_those_of_the_shards() throws IOException {
        shard("m-1.safetensors", "a", "{\"format\":\"pt\",\"x\":\"1\"}");
        shard("m-2.safetensors", "b", "{\"format\":\"mlx\",\"y\":\"2\",\"x\":\"3\"}");
        Path index =
                Files.writeString(
                        directory.resolve("model.safetensors.index.json"),
                        """
                        {"weight_map": {"b": "m-2.safetensors", "a": "m-1.safetensors"},
                         "metadata": {"total_size": 2, "format": "np", "k": "v", "n": null, "l": [1]}}
                        """);
        try (Checkpoint checkpoint = Checkpoint.open(index)) {
            assertThat(checkpoint.metadata())
                    .containsExactly(
                            entry("format", "np"),
                            entry("k", "v"),
                            entry("x", "1"),
                            entry("y", "2"));
            assertThat(checkpoint.indexMetadata())
                    .containsEntry("total_size", 2)
                    .containsEntry("n", null)
                    .containsEntry("l", List.of(1));
            assertThat(checkpoint.entries().sequencedKeySet()).containsExactly("a", "b");
            assertThat(checkpoint.index()).contains(index);
            assertThat(checkpoint.directory()).contains(directory);
        }
    }

    @Test
    void config_json_belongs_to_a_directory() throws IOException {
        Path file = TestFiles.oneTensor(directory.resolve("model.safetensors"), "w", 1);
        Path config = Files.writeString(directory.resolve("config.json"), "{}");
        try (Checkpoint alone = Checkpoint.open(file);
                Checkpoint within = Checkpoint.open(directory)) {
            assertThat(alone.config()).isEmpty();
            assertThat(within.config()).contains(config);
        }
    }

    @Test
    void a_stream_gives_its_header() throws IOException {
        byte[] bytes = TestFiles.bytes("{" + TestFiles.tensor("w", 0, 3) + "}");
        try (Checkpoint checkpoint =
                Checkpoint.readHeader(new ByteArrayInputStream(bytes), "-", OpenOptions.STRICT)) {
            assertThat(checkpoint.entries()).containsOnlyKeys("w");
            assertThatThrownBy(() -> checkpoint.source("w").read(0, MemorySegment.NULL))
                    .hasMessage(
                            "-: only the header of a stream is read,"
                                    + " tensor 'w' needs a regular file");
        }
    }

    @Test
    void a_stream_that_ends_within_its_header_is_cut_short() {
        byte[] bytes = TestFiles.bytes("{" + TestFiles.tensor("w", 0, 3) + "}");
        ByteArrayInputStream half = new ByteArrayInputStream(bytes, 0, 30);
        assertThatThrownBy(() -> Checkpoint.readHeader(half, "-", OpenOptions.STRICT))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessage(
                        "-: at byte 30: the file ends here, "
                                + (bytes.length - 30)
                                + " bytes before its header does");
    }

    @Test
    void a_closed_checkpoint_reads_no_more() throws IOException {
        Path file = TestFiles.oneTensor(directory.resolve("a"), "w", 1);
        Checkpoint checkpoint = Checkpoint.open(file);
        TensorSource source = checkpoint.source("w");
        checkpoint.close();
        assertThatThrownBy(() -> source.map(Arena.global()))
                .hasMessage(file + ": the checkpoint is closed");
    }

    @Test
    void many_threads_read_many_shards() throws Exception {
        List<String> index = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            TestFiles.oneTensor(directory.resolve("m-" + i + ".safetensors"), "w" + i, i, i + 1);
            index.addAll(List.of("w" + i, "m-" + i + ".safetensors"));
        }
        TestFiles.index(directory, index.toArray(String[]::new));
        try (Checkpoint checkpoint = Checkpoint.open(directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                int shard = i % 30;
                all.add(
                        threads.submit(
                                () -> {
                                    byte[] bytes = new byte[2];
                                    checkpoint
                                            .source("w" + shard)
                                            .read(0, MemorySegment.ofArray(bytes));
                                    assertThat(bytes).containsExactly(shard, shard + 1);
                                    return null;
                                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void shard(String file, String name, String metadata) throws IOException {
        TestFiles.write(
                directory.resolve(file),
                "{\"__metadata__\":" + metadata + "," + TestFiles.tensor(name, 0, 1) + "}",
                7);
    }
}
