package dev.mlxj.io.gguf;

import dev.mlxj.io.FileBytes;
import dev.mlxj.io.MalformedCheckpointException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a GGUF header from its start on, value by value. Nothing is taken that is not there. */
final class GgufReader {
    static final String CUT_SHORT = "the download may have stopped early; fetch it again";

    /** As long as the longest header of a safetensors file. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final int WINDOW = 64 << 10;

    private final FileBytes bytes;
    private final long limit;
    private byte[] window = new byte[0];
    private long windowStart;
    private long position;

    GgufReader(FileBytes bytes) {
        this.bytes = bytes;
        this.limit = Math.min(bytes.size(), LONGEST_HEADER);
    }

    /** Where the next value begins. */
    long position() {
        return position;
    }

    /** Bytes that follow, at most as many as a header may have. */
    long remaining() {
        return limit - position;
    }

    int u32(String what) throws IOException {
        return (int) number(4, what);
    }

    long u64(String what) throws IOException {
        return number(8, what);
    }

    private long number(int size, String what) throws IOException {
        require(size, what);
        if (position + size > windowStart + window.length) {
            refill();
        }
        long number = 0;
        for (int i = size - 1; i >= 0; i--) {
            number = (number << Byte.SIZE) | (window[(int) (position - windowStart) + i] & 0xff);
        }
        position += size;
        return number;
    }

    /** A count of things that take at least {@code least} bytes each, which are there. */
    int count(int least, String what) throws IOException {
        return count(least, Integer.MAX_VALUE, what);
    }

    /** A count of things, at most {@code most} of them. */
    int count(int least, int most, String what) throws IOException {
        long at = position;
        long count = u64("the number of " + what);
        if (count > most) {
            throw bytes.malformed(
                    at,
                    count + " " + what + " are claimed, at most " + most + " may be",
                    "this is hardly a model");
        }
        if (count < 0 || count > remaining() / least) {
            throw bytes.malformed(
                    at,
                    Long.toUnsignedString(count)
                            + " "
                            + what
                            + " are claimed, "
                            + remaining()
                            + " bytes of header may follow",
                    CUT_SHORT);
        }
        return (int) count;
    }

    byte[] take(int count, String what) throws IOException {
        require(count, what);
        byte[] taken = new byte[count];
        long known = Math.min(count, Math.max(0, windowStart + window.length - position));
        if (known > 0) {
            System.arraycopy(window, (int) (position - windowStart), taken, 0, (int) known);
        }
        if (known < count) {
            bytes.read(position + known, MemorySegment.ofArray(taken).asSlice(known));
        }
        position += count;
        return taken;
    }

    /** A name: its length and its UTF-8 bytes. */
    String name(String what) throws IOException {
        long at = position;
        byte[] name = take(count(1, "bytes in " + what), what);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            throw bytes.malformed(at, what + " is not UTF-8", "make the file again");
        }
    }

    /** A text: what is not UTF-8 in it becomes U+FFFD, since words of a tokenizer may be any. */
    String text(String what) throws IOException {
        return new String(take(count(1, "bytes in " + what), what), StandardCharsets.UTF_8);
    }

    private void require(long count, String what) throws MalformedCheckpointException {
        if (count > remaining()) {
            throw bytes.malformed(
                    position,
                    bytes.size() > limit
                            ? "the header takes more than " + LONGEST_HEADER + " bytes"
                            : "the file ends within " + what,
                    CUT_SHORT);
        }
    }

    private void refill() throws IOException {
        window = bytes.read(position, (int) Math.min(WINDOW, limit - position));
        windowStart = position;
    }
}
