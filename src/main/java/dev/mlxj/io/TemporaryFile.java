package dev.mlxj.io;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file under a temporary name. Every write is looped until all bytes are in the file, and their
 * sum must be the size planned: a short write never goes unnoticed.
 */
final class TemporaryFile implements OutputFile {
    /** A buffer is addressed by an int. */
    private static final long LONGEST_WRITE = 1 << 30;

    private final Path path;
    private final Path label;
    private volatile long size;
    private final boolean sync;
    private final Disk disk;
    private final FileChannel channel;
    private final SteadyForce forcing;
    private final AtomicLong written = new AtomicLong();
    private boolean complete;

    private TemporaryFile(
            Path path, Path label, long size, boolean sync, Disk disk, FileChannel channel) {
        this.path = path;
        this.label = label;
        this.size = size;
        this.sync = sync;
        this.disk = disk;
        this.channel = channel;
        this.forcing = new SteadyForce(channel, disk);
    }

    /**
     * Creates the file.
     *
     * @param path its temporary name
     * @param label the name it will get, which messages speak of
     * @param existing the file that it will replace, whose attributes it takes over
     */
    static TemporaryFile create(
            Path path,
            Path label,
            Optional<Path> existing,
            long size,
            OutputOptions options,
            Disk disk)
            throws IOException {
        requireSpace(Siblings.directory(path), label, size);
        FileChannel channel;
        try {
            channel = existing.isPresent() ? disk.createPrivate(path) : disk.create(path);
        } catch (IOException e) {
            throw failure(label, e);
        }
        try {
            if (existing.isPresent()) {
                KeptAttributes.copy(existing.get(), path, options);
            }
        } catch (IOException e) {
            channel.close();
            disk.delete(path);
            throw failure(label, e);
        }
        return new TemporaryFile(path, label, size, options.sync(), disk, channel);
    }

    /** A file system that does not know its size (some network ones) is taken at its word later. */
    static void requireSpace(Path directory, Path label, long size) throws IOException {
        long free = directory.toFile().getUsableSpace();
        if (free < size && directory.toFile().getTotalSpace() > 0) {
            throw new OutputFailedException(label, noSpace(size, free), null);
        }
    }

    private static String noSpace(long needed, long free) {
        return "not enough space on the disk: " + needed + " bytes needed, " + free + " free";
    }

    @Override
    public boolean isSequential() {
        return false;
    }

    @Override
    public Optional<Path> temporary() {
        return Optional.of(path);
    }

    @Override
    public void write(long position, MemorySegment bytes) throws IOException {
        requireWithin(position, bytes.byteSize());
        long done = 0;
        try {
            while (done < bytes.byteSize()) {
                long n = Math.min(LONGEST_WRITE, bytes.byteSize() - done);
                writeFully(bytes.asSlice(done, n).asByteBuffer(), position + done);
                done += n;
            }
        } catch (IOException e) {
            throw writeFailure(e);
        }
    }

    private void writeFully(ByteBuffer bytes, long position) throws IOException {
        while (bytes.hasRemaining()) {
            int n = disk.write(channel, bytes, position);
            if (n <= 0) {
                throw new IOException("the system takes no more bytes");
            }
            position += n;
            count(n);
        }
    }

    /**
     * One copy at a time, since it moves the channel's position; writes do not. In pieces, so that
     * one is forced to the disk while the next is copied.
     */
    @Override
    public void copyFrom(FileChannel source, long from, long count, long position)
            throws IOException {
        requireWithin(position, count);
        synchronized (channel) {
            channel.position(position);
            long done = 0;
            while (done < count) {
                long n;
                try {
                    long piece = Math.min(count - done, SteadyForce.PIECE);
                    n = disk.copy(source, from + done, piece, channel);
                } catch (IOException e) {
                    throw writeFailure(e);
                }
                if (n <= 0) {
                    throw sourceEnded(count - done);
                }
                done += n;
                count(n);
            }
        }
    }

    static EOFException sourceEnded(long missing) {
        return new EOFException("the input ends " + missing + " bytes too early: it was cut short");
    }

    private void requireWithin(long position, long count) {
        if (position < 0 || count < 0 || position > size - count) {
            throw new IllegalArgumentException(
                    "write: bytes %d to %d are outside of a file of %d bytes"
                            .formatted(position, position + count, size));
        }
    }

    @Override
    public void shrinkTo(long planned) {
        size = requireSmaller(planned, size);
    }

    static long requireSmaller(long planned, long before) {
        if (planned < 0 || planned > before) {
            throw new IllegalArgumentException(
                    "shrinkTo: %d bytes are not within the %d that were planned"
                            .formatted(planned, before));
        }
        return planned;
    }

    private void count(long bytes) {
        written.addAndGet(bytes);
        if (sync) {
            forcing.add(bytes);
        }
    }

    @Override
    public void finish() throws IOException {
        if (complete) {
            return;
        }
        long length = channel.size();
        if (written.get() != size || length != size) {
            throw new OutputFailedException(
                    label,
                    "%d bytes were planned, %d were written, and the file has %d"
                            .formatted(size, written.get(), length),
                    null);
        }
        try {
            forcing.stop();
            if (sync) {
                disk.force(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw failure(label, e);
        }
        complete = true;
    }

    /** Whether {@link #finish()} has succeeded. */
    boolean isComplete() {
        return complete;
    }

    /** Deletes the file, unless it is complete: then it is for others to rename or delete. */
    @Override
    public void close() throws IOException {
        if (!complete) {
            forcing.abandon();
            channel.close();
            disk.delete(path);
        }
    }

    private IOException writeFailure(IOException e) {
        long missing = size - written.get();
        long free = Siblings.directory(path).toFile().getUsableSpace();
        return free < missing
                ? new OutputFailedException(label, noSpace(missing, free), null, e)
                : failure(label, e);
    }

    static IOException failure(Path label, IOException e) {
        return e instanceof CheckpointException
                ? e
                : new OutputFailedException(
                        label, "it cannot be written: " + OutputTarget.reason(e), null, e);
    }
}
