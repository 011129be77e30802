package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Something is wrong with a file of a model. The message is one line, {@code FILE: what is wrong};
 * the names in it are escaped, so it may be shown on a terminal.
 */
public abstract sealed class CheckpointException extends IOException
        permits MalformedCheckpointException,
                UnsupportedFormatException,
                InputChangedException,
                OutputRefusedException,
                OutputFailedException {
    private final transient Path file;
    private final @Nullable String remedy;

    CheckpointException(
            Path file, String message, @Nullable String remedy, @Nullable Throwable cause) {
        super(Names.escape(file.toString()) + ": " + message, cause);
        this.file = file;
        this.remedy = remedy;
    }

    /** The file that is wrong; {@code -} for standard input. */
    public Path file() {
        return file;
    }

    /** What to do about it, where that is known. */
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }
}
