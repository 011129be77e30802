package dev.mlxj.io.safetensors;

import dev.mlxj.io.MalformedCheckpointException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * JSON tokens of a header, as strict as the reference reader ({@code serde_json}): UTF-8 without
 * overlong forms and surrogates, no control character in a string, no lone surrogate in an escape,
 * numbers of the JSON grammar that fit a double, at most 127 containers in each other.
 */
final class JsonTokens {
    /** Containers that may be open at once. */
    static final int DEEPEST = 127;

    private final HeaderBytes bytes;
    private final int allowed;
    private int deepest;

    /** UTF-8 of the string being read; grows to the longest one that is not plain. */
    private byte[] text = new byte[64];

    private int length;

    /**
     * @param allowed containers that may be open at once
     */
    JsonTokens(HeaderBytes bytes, int allowed) {
        this.bytes = bytes;
        this.allowed = allowed;
    }

    /** The most containers that were open at once in a skipped value, and around it. */
    int deepest() {
        return deepest;
    }

    /** Skips white space and shows the byte behind it; -1 at the end. */
    int peek() throws IOException {
        int c = bytes.peek();
        while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            bytes.skip();
            c = bytes.peek();
        }
        return c;
    }

    /** Skips white space and consumes this byte, which must come next. */
    void expect(int wanted, String where) throws IOException {
        int c = peek();
        if (c != wanted) {
            throw unexpected(c, "'" + (char) wanted + "' " + where);
        }
        bytes.skip();
    }

    /**
     * Consumes the comma before a further item, or the end of the container.
     *
     * @return whether an item follows
     */
    boolean another(int close, String where) throws IOException {
        int c = peek();
        if (c != ',' && c != close) {
            throw unexpected(c, "',' or '" + (char) close + "' " + where);
        }
        bytes.skip();
        if (c == close) {
            return false;
        }
        if (peek() == close) {
            throw bytes.malformed("a comma without an item behind it " + where);
        }
        return true;
    }

    /** A string, which must come next. */
    String string(String what) throws IOException {
        int c = peek();
        if (c != '"') {
            throw unexpected(c, what + ", a string");
        }
        bytes.skip();
        String plain = bytes.plainText();
        if (plain != null) {
            return plain;
        }
        length = 0;
        readText(true);
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /**
     * A whole number from 0 to 2^64-1, which must come next.
     *
     * @return its 64 bits: to be read as unsigned
     */
    long unsigned(String what) throws IOException {
        long value = digits(what);
        if (JsonNumber.isContinued(bytes)) {
            throw bytes.malformed(what + " must be a whole number without point or exponent");
        }
        return value;
    }

    /** As {@link #unsigned}, but a point or an exponent may follow and is left. */
    long digits(String what) throws IOException {
        int c = peek();
        if (c < '0' || c > '9') {
            throw unexpected(c, what + ", a whole number");
        }
        return JsonNumber.unsigned(bytes);
    }

    /**
     * Consumes any value, which must be valid JSON.
     *
     * @param depth containers that are open around it
     */
    void skipValue(int depth) throws IOException {
        BitSet objects = new BitSet();
        int open = 0;
        while (true) {
            int c = peek();
            if (c == '{' || c == '[') {
                if (depth + open >= allowed) {
                    throw bytes.malformed(
                            "more than " + allowed + " objects and arrays in each other");
                }
                bytes.skip();
                objects.set(open, c == '{');
                open++;
                deepest = Math.max(deepest, depth + open);
                int first = peek();
                if (first != (c == '{' ? '}' : ']')) {
                    if (c == '{') {
                        skipKey();
                    }
                    continue;
                }
                bytes.skip();
                open--;
            } else {
                skipScalar(c);
            }
            while (open > 0 && !another(objects.get(open - 1) ? '}' : ']', "in a value")) {
                open--;
            }
            if (open == 0) {
                return;
            }
            if (objects.get(open - 1)) {
                skipKey();
            }
        }
    }

    private void skipKey() throws IOException {
        int c = peek();
        if (c != '"') {
            throw unexpected(c, "a key, a string");
        }
        skipScalar(c);
        expect(':', "behind a key");
    }

    private void skipScalar(int c) throws IOException {
        switch (c) {
            case '"' -> {
                bytes.skip();
                readText(false);
            }
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> {
                if (c != '-' && (c < '0' || c > '9')) {
                    throw unexpected(c, "a value");
                }
                JsonNumber.check(bytes);
            }
        }
    }

    /** Consumes {@code null}, whose first letter comes next. */
    void skipNull() throws IOException {
        skipWord("null");
    }

    private void skipWord(String word) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (bytes.next() != word.charAt(i)) {
                throw bytes.malformed("a value that begins as '" + word + "' is not that word");
            }
        }
    }

    /** Reads up to the closing quotation mark and consumes it. */
    private void readText(boolean keep) throws IOException {
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
                        "the control character " + hex(c) + " stands unescaped in a string");
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

    private void append(int point) {
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

    private void appendByte(int b) {
        if (length == text.length) {
            // Never more than the header can still fill: a name may be the whole of 100 MB.
            text = Arrays.copyOf(text, (int) Math.min(2L * length, length + bytes.remaining() + 5));
        }
        text[length++] = (byte) b;
    }

    MalformedCheckpointException unexpected(int c, String wanted) {
        return bytes.malformed("expected " + wanted + ", found " + describe(c));
    }

    private static String describe(int c) {
        return c < 0
                ? "the end of the header"
                : c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : "byte " + hex(c);
    }

    private static String hex(int c) {
        return "0x" + Integer.toHexString(0x100 | c).substring(1);
    }
}
