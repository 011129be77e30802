package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** An input is no longer what it was when its header was read, so nothing made from it counts. */
public final class InputChangedException extends CheckpointException {
    private static final String REMEDY = "run again when nothing writes to it any more";

    /**
     * @param change what was noticed: {@code it was 80 bytes long and has 40 now}
     */
    public InputChangedException(Path file, String change) {
        this(file, change, null);
    }

    InputChangedException(Path file, String change, @Nullable Throwable cause) {
        super(file, "the input changed while it was read: " + change, REMEDY, cause);
    }
}
