package dev.mlxj.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is being written, of a size that is known beforehand. Closing it before it is
 * complete deletes what was written.
 *
 * <p>Where {@link #isSequential()} is false, pieces may be written in any order and by several
 * threads at once, each byte once.
 */
public interface OutputFile extends AutoCloseable {
    /** Whether each piece must begin where the last one ended: so for a pipe or a device. */
    boolean isSequential();

    /**
     * Writes all of {@code bytes}.
     *
     * @param position where in the file they begin
     * @throws IllegalArgumentException if they do not lie within the planned size, or are out of
     *     order in a sequential output
     */
    void write(long position, MemorySegment bytes) throws IOException;

    /**
     * Copies bytes of another file without bringing them into this process where the system can.
     *
     * @param from first byte in {@code source}
     * @param position first byte in this file
     * @throws java.io.EOFException if {@code source} ends before {@code count} bytes
     */
    void copyFrom(FileChannel source, long from, long count, long position) throws IOException;

    /**
     * Plans fewer bytes than before, for what is compressed on its way: its size is known at its
     * end.
     *
     * @throws IllegalArgumentException if that is more than before
     */
    void shrinkTo(long size);

    /** The file under its temporary name; absent where bytes go straight to their reader. */
    Optional<Path> temporary();

    /**
     * Ends the writing: the total is checked, the bytes are forced to the disk, the file is closed.
     * It can be read under its {@link #temporary()} name from here on, and has no other yet.
     *
     * @throws IOException if fewer bytes were written than planned
     */
    void finish() throws IOException;

    /** Deletes the temporary file unless it has taken its name. */
    @Override
    void close() throws IOException;
}
