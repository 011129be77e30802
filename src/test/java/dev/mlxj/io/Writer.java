package dev.mlxj.io;

import dev.mlxj.io.safetensors.SafetensorsLayout;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A process that writes models over and over, until it is killed: {@code Writer KIND PATH ROUNDS}.
 * It says {@code started}, then {@code ready} after the first of many rounds, and one line for an
 * error.
 */
final class Writer {
    private static final int PIECE = 1 << 20;

    private Writer() {}

    public static void main(String[] arguments) {
        System.out.println("started");
        Path path = Path.of(arguments[1]);
        long rounds = Long.parseLong(arguments[2]);
        try {
            for (long i = 0; i < rounds; i++) {
                if (i == 1 || rounds == 1) {
                    System.out.println("ready");
                }
                write(arguments[0], path, i);
            }
        } catch (ReaderGoneException e) {
            System.exit(4);
        } catch (IOException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(e instanceof OutputRefusedException ? 2 : 4);
        }
    }

    private static void write(String kind, Path path, long i) throws IOException {
        OutputOptions force = OutputOptions.DEFAULT.withForce();
        switch (kind) {
            case "file" -> file(path, 8, (int) (i % 100), force.withoutSync());
            case "synced" -> file(path, 8, (int) (i % 100), force);
            case "new" -> file(path, 4, 1, OutputOptions.DEFAULT);
            case "hanging" -> hanging(path, force);
            case "layout" -> layout(path, force);
            case "stream" -> file(path, 3, 1, force);
            case "pair" -> pair(path, OutputOptions.DEFAULT);
            case "metadata" -> {
                try (Checkpoint checkpoint = Checkpoint.open(path)) {
                    System.out.println(checkpoint.metadata().get("k"));
                }
            }
            case "header" -> header(path, i, force.withoutSync());
            case "directory" -> directory(path, 1 + (int) (i % 3), force.withoutSync());
            case "patient" -> directory(path, 2, force.withPatience(Duration.ofMillis(100)));
            case "waiting" -> waiting(path, force);
            default -> throw new IllegalArgumentException(kind);
        }
    }

    /** A file of some MiB, written in pieces. */
    private static void file(Path path, int pieces, int value, OutputOptions options)
            throws IOException {
        byte[] whole = Models.file("w", pieces * PIECE, value, Map.of(), 0);
        try (AtomicOutput output = AtomicOutput.create(path, whole.length, options)) {
            for (int at = 0; at < whole.length; at += PIECE) {
                byte[] piece = Arrays.copyOfRange(whole, at, Math.min(whole.length, at + PIECE));
                output.write(at, MemorySegment.ofArray(piece));
            }
            output.commit();
        }
    }

    /** Two files of 400 kB that fit a disk one by one, and not together. */
    private static void pair(Path directory, OutputOptions options) throws IOException {
        MemorySegment bytes = MemorySegment.ofArray(new byte[400_000]);
        try (AtomicOutput one = AtomicOutput.create(directory.resolve("1"), 400_000, options);
                AtomicOutput two = AtomicOutput.create(directory.resolve("2"), 400_000, options)) {
            one.write(0, bytes);
            two.write(0, bytes);
            two.commit();
        }
    }

    /** A file with names and dtypes that a Turkish or an ASCII setting could spoil. */
    private static void layout(Path path, OutputOptions options) throws IOException {
        List<TensorSpec> tensors =
                List.of(
                        new TensorSpec("ıİé", DType.I32, Shape.of(1)),
                        new TensorSpec("i", DType.I8, Shape.of(4)));
        SafetensorsLayout layout = SafetensorsLayout.of(tensors, Map.of("ı", "İ"));
        byte[] header = layout.header().toArray(ValueLayout.JAVA_BYTE);
        AtomicOutput.write(path, Arrays.copyOf(header, (int) layout.totalSize()), options);
    }

    /** Comes half way, says so, and waits for a signal. */
    private static void hanging(Path path, OutputOptions options) throws IOException {
        try (AtomicOutput output = AtomicOutput.create(path, 2 * PIECE, options)) {
            output.write(0, MemorySegment.ofArray(new byte[PIECE]));
            System.out.println("half");
            block();
        }
    }

    /** Gives the header of a file another text of the same length, the same letter throughout. */
    private static void header(Path path, long i, OutputOptions options) throws IOException {
        byte[] before;
        try (Checkpoint checkpoint = Checkpoint.open(path);
                InputStream in = Files.newInputStream(path)) {
            before = in.readNBytes(8 + (int) checkpoint.shards().getFirst().headerBytes());
        }
        String text = String.valueOf((char) ('a' + i % 26)).repeat(40_000);
        int bytes = (int) Files.size(path) - before.length;
        byte[] after =
                Arrays.copyOf(Models.file("w", bytes, 0, Map.of("k", text), 0), before.length);
        HeadOverwrite.of(path).orElseThrow().write(before, after, options);
    }

    /** A model of so many shards, all with the same value. */
    private static void directory(Path path, int shards, OutputOptions options) throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.create(path, 0, options)) {
            fill(directory, shards);
            directory.commit();
        }
    }

    private static void fill(AtomicDirectory directory, int shards) throws IOException {
        for (int i = 1; i <= shards; i++) {
            directory.write(
                    Models.shard(i, shards), Models.file("t" + i, 10_000, shards, Map.of(), 0));
        }
        directory.write(Models.INDEX, Models.index(shards));
    }

    /** Holds a directory without ending. */
    private static void waiting(Path path, OutputOptions options) throws IOException {
        try (AtomicDirectory directory = AtomicDirectory.create(path, 0, options)) {
            fill(directory, 2);
            System.out.println("half");
            block();
        }
    }

    private static void block() throws IOException {
        int unused = System.in.read();
    }
}
