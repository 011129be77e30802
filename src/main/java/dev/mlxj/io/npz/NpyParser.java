package dev.mlxj.io.npz;

import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the header of an npy file: its magic and version, then a Python dict of {@code descr},
 * {@code fortran_order} and {@code shape}. Strict, and without evaluating anything.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The NPY
 *     format</a>
 */
final class NpyParser {
    /** Bytes of a file within which its header must end; NumPy itself takes 10,000 at most. */
    static final int LONGEST = 1 << 16;

    private static final String CHECK = "this is hardly an npy file";
    private static final String MAGIC = "\u0093NUMPY";
    private static final int MOST_AXES = 64;

    private final NpyPlace place;
    private final byte[] bytes;
    private final long total;
    private int at;
    private int end;

    private @Nullable String descr;
    private @Nullable Boolean columnsFirst;
    private @Nullable Shape shape;

    /**
     * A parser.
     *
     * @param bytes the first bytes, at least the whole header where there is one
     * @param total bytes of header and elements together
     */
    NpyParser(NpyPlace place, byte[] bytes, long total) {
        this.place = place;
        this.bytes = bytes;
        this.total = total;
    }

    /**
     * How many bytes from the start the header takes, as far as its preamble says so; at most
     * {@link #LONGEST}.
     *
     * @param start the first 12 bytes, or fewer
     */
    static int headerLength(byte[] start) {
        if (start.length < 12) {
            return start.length;
        }
        long length = Byte.toUnsignedInt(start[8]) | Byte.toUnsignedInt(start[9]) << 8;
        if (start[6] != 1) {
            length |= (long) Byte.toUnsignedInt(start[10]) << 16;
            length |= (long) Byte.toUnsignedInt(start[11]) << 24;
        }
        return (int) Math.min(12 + length, LONGEST);
    }

    /**
     * The header.
     *
     * @throws MalformedCheckpointException if it is broken, if its elements are no numbers of a
     *     known type, or if they take more or fewer bytes than there are
     */
    NpyArray parse() throws MalformedCheckpointException {
        preamble();
        dict();
        NpyType type = type(require(descr, "descr"));
        NpyArray array =
                new NpyArray(
                        type, require(shape, "shape"), require(columnsFirst, "fortran_order"), end);
        long expected = byteSize(array);
        if (expected != total - end) {
            throw place.malformed(
                    end,
                    type.dtype()
                            + " "
                            + array.shape()
                            + " takes "
                            + expected
                            + " bytes, "
                            + (total - end)
                            + " follow the header",
                    expected > total - end ? NpyPlace.CUT_SHORT : "save it again");
        }
        return array;
    }

    private long byteSize(NpyArray array) throws MalformedCheckpointException {
        try {
            return array.byteSize();
        } catch (ArithmeticException e) {
            throw place.malformed(at, "shape " + array.shape() + " has too many elements", CHECK);
        }
    }

    private void preamble() throws MalformedCheckpointException {
        for (int i = 0; i < MAGIC.length(); i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != MAGIC.charAt(i)) {
                throw place.malformed(0, "there is no npy header", CHECK);
            }
        }
        int major = byteAt(6);
        int minor = byteAt(7);
        if (major < 1 || major > 3 || minor != 0) {
            throw place.malformed(
                    6,
                    "npy version " + major + "." + minor + " is unknown",
                    "save it with numpy.save, which writes 1.0");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        long length = 0;
        for (int i = lengthBytes - 1; i >= 0; i--) {
            length = length << Byte.SIZE | byteAt(8 + i);
        }
        at = 8 + lengthBytes;
        if (length > total - at) {
            throw place.malformed(
                    8,
                    "a header of " + length + " bytes is claimed, " + (total - at) + " follow",
                    NpyPlace.CUT_SHORT);
        }
        if (length > LONGEST - at) {
            throw place.malformed(
                    8,
                    "a header of " + length + " bytes is claimed, at most " + LONGEST + " may be",
                    NpyPlace.SAVE_AGAIN);
        }
        end = at + (int) length;
    }

    private int byteAt(int i) throws MalformedCheckpointException {
        if (i >= bytes.length) {
            throw place.malformed(i, "the file ends within the npy header", NpyPlace.CUT_SHORT);
        }
        return bytes[i] & 0xff;
    }

    private void dict() throws MalformedCheckpointException {
        expect('{');
        while (!accept('}')) {
            int start = at;
            String key = string();
            expect(':');
            boolean twice =
                    switch (key) {
                        case "descr" -> {
                            boolean known = descr != null;
                            descr = descrValue();
                            yield known;
                        }
                        case "fortran_order" -> {
                            boolean known = columnsFirst != null;
                            columnsFirst = truth();
                            yield known;
                        }
                        case "shape" -> {
                            boolean known = shape != null;
                            shape = tuple();
                            yield known;
                        }
                        default ->
                                throw place.malformed(
                                        start, "unknown key " + Names.quote(key), CHECK);
                    };
            if (twice) {
                throw place.malformed(start, "key " + Names.quote(key) + " is there twice", CHECK);
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpaces();
        if (at < end) {
            throw place.malformed(at, "the header goes on after its dict", CHECK);
        }
    }

    /** The name of an element type. A list would be that of a record. */
    private String descrValue() throws MalformedCheckpointException {
        skipSpaces();
        if (peek() == '[' || peek() == '{' || peek() == '(') {
            throw place.malformed(at, "its elements are records, not numbers", NpyPlace.SAVE_AGAIN);
        }
        return string();
    }

    private NpyType type(String name) throws MalformedCheckpointException {
        if (name.endsWith("O")) {
            throw place.malformed(
                    0,
                    "its elements are Python objects (" + Names.quote(name) + "), a pickle",
                    NpyPlace.SAVE_AGAIN);
        }
        return NpyType.parse(name)
                .orElseThrow(
                        () ->
                                place.malformed(
                                        0,
                                        "its elements are of type "
                                                + Names.quote(name)
                                                + ", which no dtype holds",
                                        NpyPlace.SAVE_AGAIN));
    }

    private boolean truth() throws MalformedCheckpointException {
        skipSpaces();
        for (String word : new String[] {"True", "False"}) {
            if (word.contentEquals(text(at, Math.min(word.length(), end - at)))) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw unexpected("True or False");
    }

    private Shape tuple() throws MalformedCheckpointException {
        int start = at;
        long[] extents = new long[MOST_AXES];
        int rank = 0;
        expect('(');
        while (!accept(')')) {
            if (rank == MOST_AXES) {
                throw place.malformed(at, "the shape has more than 64 axes", CHECK);
            }
            extents[rank++] = extent();
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        try {
            return Shape.of(Arrays.copyOf(extents, rank));
        } catch (ArithmeticException e) {
            throw place.malformed(start, "the shape has too many elements", CHECK);
        }
    }

    private long extent() throws MalformedCheckpointException {
        skipSpaces();
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        String digits = text(start, at - start);
        if (peek() == 'L') {
            at++; // a long of Python 2
        }
        if (digits.isEmpty()) {
            throw unexpected("an extent");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw place.malformed(start, "an extent of the shape is too large", CHECK);
        }
    }

    private String string() throws MalformedCheckpointException {
        skipSpaces();
        int quote = peek();
        if (quote != '\'' && quote != '"') {
            throw unexpected("a string");
        }
        int start = ++at;
        while (peek() != quote) {
            if (peek() < 0 || peek() == '\\') {
                throw unexpected("the end of a string");
            }
            at++;
        }
        return text(start, at++ - start);
    }

    private void expect(char wanted) throws MalformedCheckpointException {
        if (!accept(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    private boolean accept(char wanted) {
        skipSpaces();
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void skipSpaces() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }

    /** The next byte of the header, or -1. */
    private int peek() {
        return at < Math.min(end, bytes.length) ? bytes[at] & 0xff : -1;
    }

    private String text(int from, int count) {
        int have = Math.max(0, Math.min(count, bytes.length - from));
        return new String(bytes, from, have, StandardCharsets.UTF_8);
    }

    private MalformedCheckpointException unexpected(String wanted) {
        return place.malformed(at, "the header has no " + wanted + " here", CHECK);
    }

    private <T> T require(@Nullable T value, String key) throws MalformedCheckpointException {
        if (value == null) {
            throw place.malformed(0, "the header has no " + key, CHECK);
        }
        return value;
    }
}
