package dev.mlxj.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;

import org.jspecify.annotations.NullMarked;

import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Starts the main method of a test class in a process of its own, which may be killed. */
final class ChildJvm {
    private static final long LONGEST_SECONDS = 60;

    private ChildJvm() {}

    /** The command that runs {@code main} with the classes of this project. */
    static List<String> command(Class<?> main, Object... arguments) {
        Set<String> path = new LinkedHashSet<>();
        for (Class<?> type :
                List.of(main, AtomicOutput.class, JsonFactory.class, NullMarked.class)) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            path.add(Path.of(source.getLocation().getPath()).toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx128m"));
        command.addAll(List.of("-cp", String.join(":", path), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Starts a command; what it says on both streams is to be read from the process. */
    static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Starts a command under {@code sh -c}, which sees it as {@code "$@"}. */
    static Process shell(String script, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        all.addAll(command);
        return start(all);
    }

    /** All that the process says until its end. */
    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    /** Waits for the end. */
    static int exitCode(Process process) throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process does not end");
        }
        return process.exitValue();
    }

    /** Reads up to this line, so that the process is known to have come so far. */
    static void await(Process process, String line) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().equals(line)) {
            read.setLength(0);
            int c;
            while ((c = process.getInputStream().read()) != '\n') {
                if (c < 0) {
                    throw new AssertionError("the process has ended: " + read);
                }
                read.append((char) c);
            }
        }
    }
}
