package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** An output is not written, because something that is there already would be lost. */
public final class OutputRefusedException extends CheckpointException {
    /**
     * @param problem why, as in {@code the file exists}
     * @param remedy what to do, or null
     */
    public OutputRefusedException(Path file, String problem, @Nullable String remedy) {
        super(file, problem, remedy, null);
    }
}
