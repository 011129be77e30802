package dev.mlxj.io.safetensors;

import dev.mlxj.io.MalformedCheckpointException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The inside of JSON strings, from behind the opening quotation mark to behind the closing one:
 * strict UTF-8, escapes with both halves of a surrogate pair, no bare control character.
 */
final class JsonText {
    /**
     * Bytes of the longest string that is kept. The reference reader has no such limit; decoding a
     * string of 100 MB would take more memory than any real header is worth.
     */
    static final int LONGEST = 32 << 20;

    private final HeaderBytes bytes;

    /** UTF-8 of the string being read; grows to the longest one that is not plain. */
    private byte[] text = new byte[64];

    private int length;

    JsonText(HeaderBytes bytes) {
        this.bytes = bytes;
    }

    /** Consumes a string and returns what it says. */
    String read() throws IOException {
        String plain = bytes.plainText();
        if (plain != null) {
            return plain;
        }
        length = 0;
        scan(true);
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Consumes a string, which must be valid. */
    void skip() throws IOException {
        scan(false);
    }

    private void scan(boolean keep) throws IOException {
        long start = bytes.offset() - 1;
        while (true) {
            int c = bytes.next();
            if (c == '"') {
                return;
            }
            if (c < 0) {
                throw bytes.malformed(start, "a string that begins here does not end");
            }
            if (c < 0x20) {
                throw bytes.malformed(
                        bytes.offset() - 1,
                        "the control character "
                                + JsonTokens.hex(c)
                                + " stands unescaped in a string");
            }
            if (c == '\\') {
                int point = escape();
                if (keep) {
                    append(point);
                }
            } else if (c < 0x80) {
                if (keep) {
                    appendByte(c);
                }
            } else {
                int point = utf8(c);
                if (keep) {
                    append(point);
                }
            }
        }
    }

    /** The code point of a multi-byte sequence whose first byte is consumed. */
    private int utf8(int first) throws IOException {
        long start = bytes.offset() - 1;
        int more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
        int point = first & (0x3f >> more);
        for (int i = 0; i < more; i++) {
            int c = bytes.peek();
            if ((c & 0xc0) != 0x80 || c < 0) {
                throw invalidUtf8(start);
            }
            bytes.skip();
            point = (point << 6) | (c & 0x3f);
        }
        boolean valid =
                switch (more) {
                    case 1 -> true;
                    case 2 -> point >= 0x800 && (point < 0xd800 || point > 0xdfff);
                    case 3 -> point >= 0x10000 && point <= 0x10ffff;
                    default -> false;
                };
        if (!valid) {
            throw invalidUtf8(start);
        }
        return point;
    }

    private MalformedCheckpointException invalidUtf8(long start) {
        return bytes.malformed(start, "invalid UTF-8 in a string");
    }

    /** The code point of an escape whose backslash is consumed. */
    private int escape() throws IOException {
        long start = bytes.offset() - 1;
        int c = bytes.next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicodeEscape(start);
            default -> throw bytes.malformed(start, "an escape that JSON does not have");
        };
    }

    private int unicodeEscape(long start) throws IOException {
        int high = fourHexDigits(start);
        if (high < 0xd800 || high > 0xdfff) {
            return high;
        }
        if (high < 0xdc00 && bytes.next() == '\\' && bytes.next() == 'u') {
            int low = fourHexDigits(start);
            if (low >= 0xdc00 && low <= 0xdfff) {
                return Character.toCodePoint((char) high, (char) low);
            }
        }
        throw bytes.malformed(start, "an escaped surrogate without its other half");
    }

    private int fourHexDigits(long start) throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = hexDigit(bytes.next());
            if (digit < 0) {
                throw bytes.malformed(start, "an escape needs four hexadecimal digits");
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private static int hexDigit(int c) {
        return c >= '0' && c <= '9'
                ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }

    private void append(int point) throws MalformedCheckpointException {
        if (point < 0x80) {
            appendByte(point);
        } else if (point < 0x800) {
            appendByte(0xc0 | (point >> 6));
            appendByte(0x80 | (point & 0x3f));
        } else if (point < 0x10000) {
            appendByte(0xe0 | (point >> 12));
            appendByte(0x80 | ((point >> 6) & 0x3f));
            appendByte(0x80 | (point & 0x3f));
        } else {
            appendByte(0xf0 | (point >> 18));
            appendByte(0x80 | ((point >> 12) & 0x3f));
            appendByte(0x80 | ((point >> 6) & 0x3f));
            appendByte(0x80 | (point & 0x3f));
        }
    }

    private void appendByte(int b) throws MalformedCheckpointException {
        if (length == text.length) {
            if (length == LONGEST) {
                throw bytes.malformed("a string of more than " + LONGEST + " bytes");
            }
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = (byte) b;
    }
}
