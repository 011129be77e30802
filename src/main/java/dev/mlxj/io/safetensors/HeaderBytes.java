package dev.mlxj.io.safetensors;

import dev.mlxj.io.MalformedCheckpointException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The bytes of one JSON header, one after the other, through a window: a header of 100 MB is never
 * held as a whole. The end of the header is the end of the input.
 */
final class HeaderBytes {
    private final Path file;
    private final InputStream rest;
    private final byte[] window;

    /** Position in the file of {@code window[0]}. */
    private long windowStart;

    private int at;
    private int end;

    /** Bytes of the header that have not been in the window yet. */
    private long unread;

    /**
     * @param window holds the beginning of the file in {@code [0, filled)}; it is used up
     * @param rest continues where the window ends
     * @param start first byte of the header in the file, within the window
     * @param length bytes of the header
     */
    HeaderBytes(Path file, byte[] window, int filled, InputStream rest, int start, long length) {
        this.file = file;
        this.window = window;
        this.rest = rest;
        this.at = start;
        this.end = (int) Math.min(filled, start + length);
        this.unread = length - (end - start);
    }

    Path file() {
        return file;
    }

    /** Position in the file of the next byte. */
    long offset() {
        return windowStart + at;
    }

    /** The next byte, 0 to 255, which stays; -1 at the end. */
    int peek() throws IOException {
        return at < end || fill() ? window[at] & 0xff : -1;
    }

    /** The next byte, 0 to 255, which is consumed; -1 at the end. */
    int next() throws IOException {
        return at < end || fill() ? window[at++] & 0xff : -1;
    }

    /** Consumes the byte that {@link #peek} has just shown. */
    void skip() {
        at++;
    }

    /**
     * The text up to the next quotation mark, both consumed, where it is all in the window and
     * needs no care: printable ASCII without a backslash. Otherwise null, and nothing is consumed.
     * Almost every string of a real header is of this kind.
     */
    @Nullable String plainText() {
        int i = at;
        while (i < end && window[i] >= 0x20 && window[i] != '"' && window[i] != '\\') {
            i++;
        }
        if (i == end || window[i] != '"') {
            return null;
        }
        String text = new String(window, at, i - at, StandardCharsets.ISO_8859_1);
        at = i + 1;
        return text;
    }

    /** A problem at the next byte. */
    MalformedCheckpointException malformed(String problem) {
        return malformed(offset(), problem);
    }

    /** A problem at a byte of the file. */
    MalformedCheckpointException malformed(long offset, String problem) {
        return malformed(offset, problem, null);
    }

    MalformedCheckpointException malformed(long offset, String problem, @Nullable String remedy) {
        return new MalformedCheckpointException(file, offset, problem, remedy);
    }

    private boolean fill() throws IOException {
        if (unread == 0) {
            return false;
        }
        windowStart += end;
        at = 0;
        end = rest.read(window, 0, (int) Math.min(window.length, unread));
        if (end <= 0) {
            end = 0;
            throw malformed(
                    windowStart,
                    "the file ends here, " + unread + " bytes before its header does",
                    "it is cut short; fetch it again");
        }
        unread -= end;
        return true;
    }
}
