package dev.mlxj.io.safetensors;

import dev.mlxj.io.MalformedCheckpointException;

import java.io.IOException;
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
    private final JsonText text;
    private final int allowed;
    private int deepest;

    /**
     * @param allowed containers that may be open at once
     */
    JsonTokens(HeaderBytes bytes, int allowed) {
        this.bytes = bytes;
        this.text = new JsonText(bytes);
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
        return text.read();
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
                text.skip();
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

    MalformedCheckpointException unexpected(int c, String wanted) {
        return bytes.malformed("expected " + wanted + ", found " + describe(c));
    }

    private static String describe(int c) {
        return c < 0
                ? "the end of the header"
                : c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : "byte " + hex(c);
    }

    static String hex(int c) {
        return "0x" + Integer.toHexString(0x100 | c).substring(1);
    }
}
