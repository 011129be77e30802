package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** The content of a file is no checkpoint, or a broken or unsafe one. */
public final class MalformedCheckpointException extends CheckpointException {
    /** The offset of a problem that has no place in the file. */
    public static final long NOWHERE = -1;

    private final long offset;
    private final String problem;

    /**
     * @param offset byte of the file at which the problem shows, or {@link #NOWHERE}
     * @param problem what is wrong, with what was expected and what was found
     * @param remedy what to do, or null
     */
    public MalformedCheckpointException(
            Path file, long offset, String problem, @Nullable String remedy) {
        super(
                file,
                offset == NOWHERE ? problem : "at byte " + offset + ": " + problem,
                remedy,
                null);
        this.offset = offset;
        this.problem = problem;
    }

    /** Byte of the file at which the problem shows, or {@link #NOWHERE}. */
    public long offset() {
        return offset;
    }

    /** What is wrong, without file and offset. */
    public String problem() {
        return problem;
    }
}
