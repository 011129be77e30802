package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * The system does not let an output be written: no such directory, no permission, no space, another
 * writer. The output is what it was before.
 */
public final class OutputFailedException extends CheckpointException {
    /**
     * @param problem why, as in {@code the directory '/models' is not writable}
     * @param remedy what to do, or null
     */
    public OutputFailedException(Path file, String problem, @Nullable String remedy) {
        super(file, problem, remedy, null);
    }

    OutputFailedException(
            Path file, String problem, @Nullable String remedy, @Nullable Throwable cause) {
        super(file, problem, remedy, cause);
    }
}
