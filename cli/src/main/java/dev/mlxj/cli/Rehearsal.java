package dev.mlxj.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the command lines of a file, one after another in one virtual machine, so that the cache
 * made from the run holds the classes that commands need. Part of the build, not of the program.
 */
final class Rehearsal {
    /** {@code Rehearsal FILE MODELS}: {@code MODELS} in a line stands for the second argument. */
    public static void main(String[] args) throws IOException {
        PrintWriter out = StandardStream.results(new FileOutputStream("/dev/null"));
        PrintWriter err = StandardStream.messages(new FileOutputStream(FileDescriptor.err));
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.replace("MODELS", args[1]).split(" ");
                int code = Mlxj.execute(out, err, words);
                if (code == ExitCode.INPUT) {
                    throw new IOException(line + ": exit " + code);
                }
            }
        }
    }

    private Rehearsal() {}
}
