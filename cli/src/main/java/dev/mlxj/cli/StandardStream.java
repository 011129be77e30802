package dev.mlxj.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A standard stream that does not hide a failed write, as {@link PrintWriter} alone would: the
 * failure surfaces as {@link Failure}.
 */
final class StandardStream extends OutputStream {
    private static final int BUFFER = 1 << 14;

    private static final List<Path> OUTPUT =
            List.of(
                    Path.of("-"),
                    Path.of("/dev/stdout"),
                    Path.of("/dev/fd/1"),
                    Path.of("/proc/self/fd/1"));

    private final FileOutputStream to;
    private final boolean failing;
    private final byte[] buffer = new byte[BUFFER];
    private int used;

    private StandardStream(FileOutputStream to, boolean failing) {
        this.to = to;
        this.failing = failing;
    }

    /** A stream that could not be written. */
    static final class Failure extends UncheckedIOException {
        private final IOException reason;

        Failure(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        /** What the system said. */
        IOException reason() {
            return reason;
        }

        /** Whether the reader of a pipe went away, as {@code head} does. */
        boolean isClosedPipe() {
            return String.valueOf(reason.getMessage()).contains("Broken pipe");
        }
    }

    /** Whether a result at this path goes where reports go, which must then stay away. */
    static boolean isOutput(Path path) {
        return OUTPUT.contains(path);
    }

    /** A UTF-8 writer for results; {@code flush} writes what is buffered. */
    static PrintWriter results(FileOutputStream to) {
        return writer(new StandardStream(to, true), false);
    }

    /**
     * A UTF-8 writer for messages, which writes each line at once. A message that cannot be written
     * is lost, since there is nowhere to say so, and the run goes on.
     */
    static PrintWriter messages(FileOutputStream to) {
        return writer(new StandardStream(to, false), true);
    }

    private static PrintWriter writer(StandardStream stream, boolean eachLine) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), eachLine);
    }

    @Override
    public void write(int b) {
        if (used == buffer.length) {
            drain();
        }
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; ) {
            if (used == buffer.length) {
                drain();
            }
            int n = Math.min(length - done, buffer.length - used);
            System.arraycopy(bytes, offset + done, buffer, used, n);
            used += n;
            done += n;
        }
    }

    @Override
    public void flush() {
        drain();
    }

    /** What could not be written is dropped, so that a later flush does not fail a second time. */
    private void drain() {
        int count = used;
        used = 0;
        try {
            to.write(buffer, 0, count);
        } catch (IOException e) {
            if (failing) {
                throw new Failure(e);
            }
        }
    }
}
