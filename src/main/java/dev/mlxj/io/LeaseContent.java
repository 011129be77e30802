package dev.mlxj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is in the file of a lease: a line that says who holds it, {@code mlxj 4711}, and then what
 * is to outlive the holder, mostly nothing.
 */
final class LeaseContent {
    private static final String OWNER = "mlxj ";
    private static final int LONGEST_LINE = 40;

    /** Twice the longest header that is changed in place, and a bit. */
    private static final long LONGEST = 40L << 20;

    private LeaseContent() {}

    /** All of a file that this process holds. */
    static byte[] encode(byte[] content) {
        String line = OWNER + ProcessHandle.current().pid() + "\n";
        byte[] owner = line.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(owner, owner.length + content.length);
        System.arraycopy(content, 0, all, owner.length, content.length);
        return all;
    }

    /** What is behind the line; nothing if the file is longer than any that mlxj writes. */
    static byte[] read(FileChannel file) throws IOException {
        if (file.size() > LONGEST) {
            return new byte[0];
        }
        byte[] all = start(file, (int) file.size());
        return Arrays.copyOfRange(all, endOfLine(all), all.length);
    }

    /** The number of the process that the line names. */
    static Optional<String> owner(FileChannel file) throws IOException {
        byte[] start = start(file, LONGEST_LINE);
        String line = new String(start, 0, endOfLine(start), StandardCharsets.US_ASCII).strip();
        return line.matches(OWNER + "[0-9]+")
                ? Optional.of(line.substring(OWNER.length()))
                : Optional.empty();
    }

    private static byte[] start(FileChannel file, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {}
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static int endOfLine(byte[] all) {
        for (int i = 0; i < Math.min(all.length, LONGEST_LINE); i++) {
            if (all[i] == '\n') {
                return i + 1;
            }
        }
        return all.length;
    }
}
