package dev.mlxj.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mlxj.io.safetensors.SafetensorsLayout;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Small models of bytes, for tests that write and change them. */
final class Models {
    static final String INDEX = "model.safetensors.index.json";

    private Models() {}

    /** A file with one U8 tensor whose bytes are all {@code value}. */
    static byte[] file(
            String tensor, int bytes, int value, Map<String, String> metadata, int slack) {
        SafetensorsLayout layout =
                SafetensorsLayout.of(
                        List.of(new TensorSpec(tensor, DType.U8, Shape.of(bytes))),
                        metadata,
                        slack);
        byte[] file =
                Arrays.copyOf(
                        layout.header().toArray(ValueLayout.JAVA_BYTE), (int) layout.totalSize());
        Arrays.fill(file, (int) layout.dataStart(), file.length, (byte) value);
        return file;
    }

    static String shard(int i, int of) {
        return "model-0000" + i + "-of-0000" + of + ".safetensors";
    }

    /** An index over shards that have one tensor each, {@code t1} and so on. */
    static byte[] index(int shards) {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= shards; i++) {
            lines.add("\"t" + i + "\": \"" + shard(i, shards) + "\"");
        }
        return ("{\"metadata\": {}, \"weight_map\": {" + String.join(", ", lines) + "}}")
                .getBytes(UTF_8);
    }

    /** Writes a sharded model without any of the machinery that is tested. */
    static void sharded(Path directory, int shards, int bytes, int value) throws IOException {
        Files.createDirectories(directory);
        for (int i = 1; i <= shards; i++) {
            Files.write(
                    directory.resolve(shard(i, shards)), file("t" + i, bytes, value, Map.of(), 0));
        }
        Files.write(directory.resolve(INDEX), index(shards));
    }

    /** Names in a directory, sorted, hidden ones too. */
    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /**
     * The values of all tensors of a model that has opened, each of which is the same throughout.
     */
    static List<Integer> values(Path model) throws IOException {
        List<Integer> values = new ArrayList<>();
        try (Checkpoint checkpoint = Checkpoint.open(model)) {
            for (Entry entry : checkpoint.entries().values()) {
                byte[] bytes = Files.readAllBytes(entry.file());
                byte value = bytes[(int) entry.position()];
                for (long i = entry.position(); i < entry.end(); i++) {
                    if (bytes[(int) i] != value) {
                        throw new AssertionError("a mixed tensor: " + entry);
                    }
                }
                values.add((int) value);
            }
        }
        return values;
    }
}
