package dev.mlxj.io;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A pipe, a device, or a descriptor that this process was given: bytes go to it in their order, and
 * there is nothing to rename or to delete.
 */
final class StreamOutput implements OutputFile {
    private static final Path DASH = Path.of("-");
    private static final int BUFFER = 256 << 10;

    private static final int FILE_TYPE = 0170000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    private final Path label;
    private long size;
    private final FileChannel channel;
    private final boolean pipe;
    private final boolean standard;
    private long written;

    private StreamOutput(
            Path label, long size, FileChannel channel, boolean pipe, boolean standard) {
        this.label = label;
        this.size = size;
        this.channel = channel;
        this.pipe = pipe;
        this.standard = standard;
    }

    /**
     * Whether the path names a descriptor of this process, like {@code -} and {@code /dev/stdout}:
     * then it is a stream even if it leads to a regular file.
     */
    static boolean isDescriptor(Path path) {
        return path.equals(DASH)
                || path.startsWith("/dev/fd")
                || path.startsWith("/proc/self/fd")
                || path.equals(Path.of("/dev/stdout"))
                || path.equals(Path.of("/dev/stderr"));
    }

    /**
     * Opens the stream; a FIFO waits for its reader.
     *
     * @param label the path as it was given, for messages
     */
    static StreamOutput open(Path path, Path label, long size) throws IOException {
        Path file = file(path);
        boolean pipe = isPipe(file);
        try {
            if (file.endsWith("1") && isDescriptor(file)) {
                return new StreamOutput(
                        label, size, standard(FileDescriptor.out), pipe, /* standard= */ true);
            }
            if (file.endsWith("2") && isDescriptor(file)) {
                return new StreamOutput(
                        label, size, standard(FileDescriptor.err), pipe, /* standard= */ true);
            }
            // Where the descriptor is that of a file, its position cannot be shared: the end is
            // right.
            FileChannel channel =
                    FileChannel.open(file, Files.isRegularFile(file) ? APPEND : WRITE);
            return new StreamOutput(label, size, channel, pipe, /* standard= */ false);
        } catch (IOException e) {
            throw TemporaryFile.failure(label, e);
        }
    }

    private static FileChannel standard(FileDescriptor descriptor) {
        return new FileOutputStream(descriptor).getChannel();
    }

    /** {@code -} and {@code /dev/stdout} under one name: {@code /dev/fd/1}. */
    private static Path file(Path path) {
        if (path.equals(DASH) || path.equals(Path.of("/dev/stdout"))) {
            return Path.of("/dev/fd/1");
        }
        return path.equals(Path.of("/dev/stderr")) ? Path.of("/dev/fd/2") : path;
    }

    static void requireNoTerminal(Path path) throws IOException {
        if (isTerminal(file(path))) {
            throw new OutputRefusedException(
                    path,
                    "the output is a terminal, which a model would only confuse",
                    "write to a file with `-o`, or into a pipe");
        }
    }

    private static boolean isTerminal(Path file) {
        String device;
        try {
            device = file.toRealPath().toString();
        } catch (IOException e) {
            return false; // a pipe has no path
        }
        return device.startsWith("/dev/pts/")
                || device.startsWith("/dev/tty")
                || device.equals("/dev/console");
    }

    private static boolean isPipe(Path file) {
        try {
            int type = (int) Files.getAttribute(file, "unix:mode") & FILE_TYPE;
            return type == FIFO || type == SOCKET;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean isSequential() {
        return true;
    }

    @Override
    public Optional<Path> temporary() {
        return Optional.empty();
    }

    @Override
    public void write(long position, MemorySegment bytes) throws IOException {
        requireNext(position, bytes.byteSize());
        for (long done = 0; done < bytes.byteSize(); done += BUFFER) {
            long n = Math.min(BUFFER, bytes.byteSize() - done);
            writeFully(bytes.asSlice(done, n).asByteBuffer());
        }
    }

    @Override
    public void copyFrom(FileChannel source, long from, long count, long position)
            throws IOException {
        requireNext(position, count);
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER, count));
        long done = 0;
        while (done < count) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
            int n = source.read(buffer, from + done);
            if (n <= 0) {
                throw TemporaryFile.sourceEnded(count - done);
            }
            writeFully(buffer.flip());
            done += n;
        }
    }

    @Override
    public void shrinkTo(long planned) {
        size = TemporaryFile.requireSmaller(planned, size);
    }

    private void requireNext(long position, long count) {
        if (position != written || count > size - written) {
            throw new IllegalArgumentException(
                    "write: bytes %d to %d are out of turn in a stream of %d bytes, %d of them written"
                            .formatted(position, position + count, size, written));
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                written += channel.write(bytes);
            }
        } catch (IOException e) {
            // A pipe has no other way to fail, and the system words the error in the user's
            // language.
            throw pipe ? new ReaderGoneException(label, e) : TemporaryFile.failure(label, e);
        }
    }

    @Override
    public void finish() throws IOException {
        if (written != size) {
            throw new OutputFailedException(
                    label, "%d bytes were written, %d were planned".formatted(written, size), null);
        }
        close();
    }

    /** Standard output and standard error stay open: they are the process's. */
    @Override
    public void close() throws IOException {
        if (!standard) {
            channel.close();
        }
    }
}
