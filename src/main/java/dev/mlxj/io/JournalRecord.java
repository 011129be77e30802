package dev.mlxj.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A change that is under way, as a journal holds it. In a file: its kind (4 letters), the length of
 * the body (8 bytes), the CRC32C of both and of the body (8 bytes), the body. What is cut short or
 * does not fit its sum counts as never written.
 */
sealed interface JournalRecord permits HeadChange, DirectoryChange {
    int PREFIX = 20;

    /** Four letters. */
    String kind();

    /** What {@code read} of the kind gets. */
    Body body();

    /** The journal's content. */
    default byte[] encode() {
        byte[] body = body().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(PREFIX + body.length);
        bytes.put(kind().getBytes(StandardCharsets.US_ASCII)).putLong(body.length);
        bytes.putLong(sum(bytes.array(), body)).put(body);
        return bytes.array();
    }

    /** The record; absent where the content is not a whole one. */
    static Optional<JournalRecord> decode(byte[] content) {
        if (content.length < PREFIX) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(content);
        String kind = new String(content, 0, 4, StandardCharsets.US_ASCII);
        long length = bytes.getLong(4);
        if (length < 0 || length > content.length - PREFIX) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(content, PREFIX, PREFIX + (int) length);
        if (bytes.getLong(12) != sum(content, body)) {
            return Optional.empty();
        }
        try {
            return switch (kind) {
                case HeadChange.KIND -> Optional.of(HeadChange.read(new Reader(body)));
                case DirectoryChange.KIND -> Optional.of(DirectoryChange.read(new Reader(body)));
                default -> Optional.empty();
            };
        } catch (RuntimeException e) {
            return Optional.empty(); // a right sum over nonsense: not written by mlxj
        }
    }

    private static long sum(byte[] prefix, byte[] body) {
        CRC32C sum = new CRC32C();
        sum.update(prefix, 0, 12);
        sum.update(body);
        return sum.getValue();
    }

    /** Writes the parts of a body. */
    final class Body {
        private final List<byte[]> parts = new ArrayList<>();

        Body put(long value) {
            parts.add(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
            return this;
        }

        Body put(byte[] value) {
            put(value.length);
            parts.add(value);
            return this;
        }

        Body put(String value) {
            return put(value.getBytes(StandardCharsets.UTF_8));
        }

        private byte[] toArray() {
            int length = 0;
            for (byte[] part : parts) {
                length = Math.addExact(length, part.length);
            }
            ByteBuffer all = ByteBuffer.allocate(length);
            for (byte[] part : parts) {
                all.put(part);
            }
            return all.array();
        }
    }

    /** Reads the parts of a body, whose sum has been checked. */
    final class Reader {
        private final ByteBuffer body;

        private Reader(byte[] body) {
            this.body = ByteBuffer.wrap(body);
        }

        long number() {
            return body.getLong();
        }

        byte[] bytes() {
            byte[] value = new byte[Math.toIntExact(number())];
            body.get(value);
            return value;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }
}
