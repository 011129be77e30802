package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** The file is sound as far as can be seen, but in a format that cannot be used here. */
public final class UnsupportedFormatException extends CheckpointException {
    private final String format;

    /**
     * @param format what the file is, as in {@code a GGUF file}
     * @param remedy what to do, or null
     */
    public UnsupportedFormatException(Path file, String format, @Nullable String remedy) {
        super(file, "this is " + format + ", which cannot be read here", remedy, null);
        this.format = format;
    }

    /** What the file is: {@code a GGUF file}. */
    public String format() {
        return format;
    }
}
