package dev.mlxj.io.safetensors;

import dev.mlxj.io.Entry;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One tensor of the header: {@code {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}},
 * fields in any order, other fields ignored.
 */
final class TensorParser {
    /** Extents that a message shows; a shape may have a million. */
    private static final int MOST_EXTENTS_SHOWN = 16;

    /** The reference reader has no such limit; no program has a use for such a tensor. */
    private static final int HIGHEST_RANK = 1024;

    private final HeaderBytes bytes;
    private final JsonTokens json;
    private final long dataStart;
    private final boolean lenient;
    private long[] extents = new long[8];
    private int rank;
    private Shape last = Shape.SCALAR;
    private long begin;
    private long end;
    private long oddExtents;

    /**
     * @param dataStart position in the file of the first byte behind the header
     * @param lenient whether an extent may be written {@code 2.0}
     */
    TensorParser(HeaderBytes bytes, JsonTokens json, long dataStart, boolean lenient) {
        this.bytes = bytes;
        this.json = json;
        this.dataStart = dataStart;
        this.lenient = lenient;
    }

    /** Extents so far that were written with a point or an exponent. */
    long oddExtents() {
        return oddExtents;
    }

    /**
     * Reads one tensor.
     *
     * @param start where its name stands in the file, for messages
     */
    Entry read(String name, long start) throws IOException {
        int c = json.peek();
        if (c != '{') {
            throw json.unexpected(c, "'{' to begin tensor " + Names.quote(name));
        }
        bytes.skip();
        DType dtype = null;
        boolean shape = false;
        boolean offsets = false;
        boolean more = json.peek() != '}';
        if (!more) {
            bytes.skip();
        }
        while (more) {
            json.peek();
            long at = bytes.offset();
            String field = json.string("a field of a tensor");
            json.expect(':', "behind a field");
            switch (field) {
                case "dtype" -> {
                    refuseSecond(dtype != null, field, name, at);
                    dtype = readDType(name);
                }
                case "shape" -> {
                    refuseSecond(shape, field, name, at);
                    shape = true;
                    readShape(name);
                }
                case "data_offsets" -> {
                    refuseSecond(offsets, field, name, at);
                    offsets = true;
                    readOffsets(name);
                }
                default -> json.skipValue(2);
            }
            more = json.another('}', "in a tensor");
        }
        if (dtype == null || !shape || !offsets) {
            throw problem(
                    name,
                    start,
                    "has no " + (dtype == null ? "dtype" : !shape ? "shape" : "data_offsets"));
        }
        return entry(name, start, dtype);
    }

    private DType readDType(String name) throws IOException {
        json.peek();
        long at = bytes.offset();
        String text = json.string("a dtype");
        Optional<DType> dtype = DType.named(text);
        if (dtype.isEmpty()) {
            throw problem(name, at, "has the unknown dtype " + Names.quote(text));
        }
        return dtype.get();
    }

    private void readShape(String name) throws IOException {
        json.expect('[', "to begin the shape of a tensor");
        rank = 0;
        if (json.peek() == ']') {
            bytes.skip();
            return;
        }
        do {
            json.peek();
            long at = bytes.offset();
            long extent = extent();
            if (extent < 0) {
                throw problem(
                        name,
                        at,
                        "has the extent "
                                + Long.toUnsignedString(extent)
                                + ", the largest possible is "
                                + Long.MAX_VALUE);
            }
            if (rank == HIGHEST_RANK) {
                throw problem(name, at, "has more than " + HIGHEST_RANK + " extents");
            }
            if (rank == extents.length) {
                extents = Arrays.copyOf(extents, 2 * rank);
            }
            extents[rank++] = extent;
        } while (json.another(']', "in a shape"));
    }

    private long extent() throws IOException {
        if (!lenient) {
            return json.unsigned("an extent");
        }
        long digits = json.digits("an extent");
        if (!JsonNumber.isContinued(bytes)) {
            return digits;
        }
        oddExtents++;
        return JsonNumber.wholeValue(bytes, digits);
    }

    private void readOffsets(String name) throws IOException {
        json.expect('[', "to begin the data_offsets of a tensor");
        json.peek();
        long at = bytes.offset();
        begin = json.unsigned("an offset");
        boolean two = json.another(']', "in data_offsets");
        if (two) {
            end = json.unsigned("an offset");
        }
        if (!two || json.another(']', "in data_offsets")) {
            throw problem(name, at, "must have two data_offsets, begin and end");
        }
    }

    private Entry entry(String name, long start, DType dtype) throws IOException {
        if (Long.compareUnsigned(begin, end) > 0) {
            throw problem(name, start, "has offsets " + range() + ", the end before the begin");
        }
        Shape shape;
        long byteSize;
        try {
            shape = shape();
            byteSize = dtype.byteSize(shape.elements());
        } catch (ArithmeticException e) {
            throw problem(name, start, dtype + " " + shapeText() + " takes more than 2^63 bits");
        } catch (IllegalArgumentException e) {
            throw problem(
                    name,
                    start,
                    dtype + " " + shapeText() + " does not fill a whole number of bytes");
        }
        if (end - begin != byteSize) {
            throw problem(
                    name,
                    start,
                    dtype
                            + " "
                            + shapeText()
                            + " takes "
                            + byteSize
                            + " bytes, its offsets "
                            + range()
                            + " hold "
                            + Long.toUnsignedString(end - begin));
        }
        if (begin < 0 || end > Long.MAX_VALUE - dataStart) {
            throw problem(name, start, "has offsets " + range() + ", beyond any file");
        }
        return new Entry(name, dtype, shape, bytes.file(), dataStart + begin, byteSize);
    }

    /** The shape just read. Tensors of one shape share it: a header may have a million of them. */
    private Shape shape() {
        boolean same = rank == last.rank();
        for (int axis = 0; same && axis < rank; axis++) {
            same = extents[axis] == last.extent(axis);
        }
        if (!same) {
            last = Shape.of(Arrays.copyOf(extents, rank));
        }
        return last;
    }

    private void refuseSecond(boolean seen, String field, String name, long at)
            throws MalformedCheckpointException {
        if (seen) {
            throw problem(name, at, "has the field " + field + " twice");
        }
    }

    private MalformedCheckpointException problem(String name, long at, String problem) {
        String subject = "tensor " + Names.quote(name);
        char first = problem.charAt(0);
        // "tensor 'w' has .." but "tensor 'w': F32 [2] takes .."
        return bytes.malformed(at, subject + (Character.isUpperCase(first) ? ": " : " ") + problem);
    }

    private String range() {
        return "[" + Long.toUnsignedString(begin) + ", " + Long.toUnsignedString(end) + ")";
    }

    private String shapeText() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < rank && i < MOST_EXTENTS_SHOWN; i++) {
            text.append(i == 0 ? "" : ", ").append(extents[i]);
        }
        if (rank > MOST_EXTENTS_SHOWN) {
            text.append(", ... ").append(rank).append(" extents");
        }
        return text.append(']').toString();
    }
}
