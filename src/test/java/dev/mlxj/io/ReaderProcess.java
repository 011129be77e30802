package dev.mlxj.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens a model in a process of its own, with limits of its own, and says what it found. */
final class ReaderProcess {
    private ReaderProcess() {}

    /** What the process printed, and how it ended. */
    record Outcome(int exit, String output) {}

    /**
     * Runs {@link #main} under {@code bash}.
     *
     * @param before what stands before the command, as in {@code ulimit -n 32 && exec}
     * @param options options of the Java runtime
     */
    static Outcome run(String before, List<String> options, Path model)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("bash", "-c", before + " \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ReaderProcess.class.getName(), model.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Outcome(process.waitFor(), output);
    }

    /**
     * Prints {@code ok}, the number of tensors and the sum of their bytes, all of which it reads.
     */
    public static void main(String[] args) throws IOException {
        try (Arena arena = Arena.ofConfined();
                Checkpoint checkpoint = Checkpoint.open(Path.of(args[0]))) {
            MemorySegment block = arena.allocate(1 << 20);
            long bytes = 0;
            for (Entry entry : checkpoint.entries().values()) {
                for (long at = 0; at < entry.byteSize(); at += block.byteSize()) {
                    long size = Math.min(block.byteSize(), entry.byteSize() - at);
                    checkpoint.source(entry.name()).read(at, block.asSlice(0, size));
                    bytes += size;
                }
            }
            System.out.println("ok " + checkpoint.entries().size() + " " + bytes);
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
