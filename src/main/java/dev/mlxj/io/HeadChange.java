package dev.mlxj.io;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first bytes of a file give way to others, as many. A crash may leave some of the old and some
 * of the new ones; both are in the journal.
 *
 * @param fileSize bytes of the whole file, which stay as many
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeadChange(long fileSize, byte[] before, byte[] after) implements JournalRecord {
    static final String KIND = "head";

    HeadChange {
        if (before.length != after.length) {
            throw new IllegalArgumentException(
                    "a head of %d bytes cannot be overwritten with %d"
                            .formatted(before.length, after.length));
        }
    }

    static HeadChange read(JournalRecord.Reader body) {
        return new HeadChange(body.number(), body.bytes(), body.bytes());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Body body() {
        return new Body().put(fileSize).put(before).put(after);
    }

    /**
     * Whether the file is one that this change has been begun on: each of its first bytes is the
     * old or the new one. Otherwise another file has taken its name since.
     */
    boolean concerns(FileChannel file) throws IOException {
        if (file.size() != fileSize) {
            return false;
        }
        byte[] now = head(file, before.length);
        for (int i = 0; i < now.length; i++) {
            if (now[i] != before[i] && now[i] != after[i]) {
                return false;
            }
        }
        return now.length == before.length;
    }

    /** Completes the change if it concerns the file. */
    void finish(Path file, Disk disk) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            if (concerns(channel)) {
                write(channel, after, disk);
                disk.force(channel);
            }
        }
    }

    static void write(FileChannel file, byte[] head, Disk disk) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        while (bytes.hasRemaining()) {
            int unused = disk.write(file, bytes, bytes.position());
        }
    }

    /** The first bytes of a file, fewer if it has fewer. */
    static byte[] head(FileChannel file, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {}
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
