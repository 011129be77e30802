package dev.mlxj.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The first bytes of a file, by which its format is told, and with which reading goes on. */
public final class FileHead {
    /** Enough for the header of most models in one read. */
    private static final int WINDOW = 64 * 1024;

    /** Enough to tell the format. */
    private static final int SHORT = 512;

    private final byte[] bytes;
    private final int length;
    private final long fileSize;

    private FileHead(byte[] bytes, int length, long fileSize) {
        this.bytes = bytes;
        this.length = length;
        this.fileSize = fileSize;
    }

    /** Reads the first bytes of a stream, which then stands behind them. */
    static FileHead read(InputStream in, long fileSize) throws IOException {
        return read(in, fileSize, WINDOW);
    }

    /** Reads so many bytes that the format can be told. */
    static FileHead readShort(InputStream in) throws IOException {
        return read(in, -1, SHORT);
    }

    /** Reads the first {@code most} bytes, at least 9, which are then the window of the reader. */
    static FileHead read(InputStream in, long fileSize, int most) throws IOException {
        byte[] bytes = new byte[most];
        return new FileHead(bytes, in.readNBytes(bytes, 0, most), fileSize);
    }

    /** The window itself, for a reader that goes on with it; the file's bytes come first. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes that were there, at most the window. */
    public int length() {
        return length;
    }

    /** Bytes of the file; negative where that cannot be known (a pipe). */
    public long fileSize() {
        return fileSize;
    }

    /** Byte {@code i}, 0 to 255; -1 where the file is shorter. */
    public int at(int i) {
        return i < length ? bytes[i] & 0xff : -1;
    }

    /** Eight bytes from the start as a little-endian number; there must be as many. */
    public long firstLong() {
        long number = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            number = (number << 8) | (bytes[i] & 0xff);
        }
        return number;
    }

    /** Whether these characters, each one byte, stand at an offset. */
    public boolean has(int offset, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            if (at(offset + i) != characters.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Up to {@code count} bytes from an offset on, as text of one character a byte. */
    public String text(int offset, int count) {
        int from = Math.min(offset, length);
        return new String(bytes, from, Math.min(count, length - from), StandardCharsets.ISO_8859_1);
    }
}
