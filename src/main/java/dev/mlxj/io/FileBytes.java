package dev.mlxj.io;

import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A regular file that is read by position: what the readers of formats stand on whose tensors do
 * not all lie in it as they are. Safe for use by several threads.
 */
public final class FileBytes implements AutoCloseable {
    private final Path file;
    private final long size;
    private final OpenFiles files = new OpenFiles();

    private FileBytes(Path file, BasicFileAttributes attributes) {
        this.file = file;
        this.size = attributes.size();
        files.add(file, FileIdentity.of(attributes));
    }

    /** The file with these attributes; it is opened when it is read. */
    static FileBytes of(Path file, BasicFileAttributes attributes) {
        return new FileBytes(file, attributes);
    }

    public Path file() {
        return file;
    }

    /** Bytes of the file. */
    public long size() {
        return size;
    }

    /**
     * Fills {@code target} with the bytes from {@code position} on, which are there.
     *
     * @throws InputChangedException if the file has become shorter, or is another
     */
    public void read(long position, MemorySegment target) throws IOException {
        try (OpenFiles.Lease lease = files.lease(file)) {
            long count = PositionalRead.fill(lease.channel(), target, position);
            if (count < target.byteSize()) {
                throw new InputChangedException(
                        file, "it had " + size + " bytes and has " + (position + count) + " now");
            }
        }
    }

    /** {@code count} bytes from {@code position} on. */
    public byte[] read(long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        read(position, MemorySegment.ofArray(bytes));
        return bytes;
    }

    /** A tensor whose bytes lie in the file as they are. */
    public TensorSource source(Entry entry) {
        return new FileTensorSource(entry, files);
    }

    /** What is wrong at a byte of the file. */
    public MalformedCheckpointException malformed(long offset, String problem, String remedy) {
        return new MalformedCheckpointException(file, offset, problem, remedy);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
