package dev.mlxj.io.gguf;

import dev.mlxj.io.ArrayFile;
import dev.mlxj.io.ArrayFormat;
import dev.mlxj.io.Entry;
import dev.mlxj.io.FileBytes;
import dev.mlxj.io.FileHead;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.io.StoredArray;
import dev.mlxj.io.UnsupportedFormatException;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads GGUF 2 and 3. Blocks of quantised numbers are refused by the name of their type.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">The GGUF format</a>
 */
public final class GgufFormat implements ArrayFormat {
    static final String ALIGNMENT = "general.alignment";
    static final int DEFAULT_ALIGNMENT = 32;
    static final int MOST_AXES = 8;

    private static final int MOST_TENSORS = 100_000;
    private static final String MAGIC = "GGUF";
    private static final String MAKE_AGAIN = "make the file again";

    /** A tensor as the header lists it, with its place counted from the start of the data. */
    private record Info(String name, GgufType type, Shape shape, long offset, long at) {}

    @Override
    public boolean recognizes(FileHead head) {
        return head.has(0, MAGIC);
    }

    @Override
    public ArrayFile.Content read(FileBytes bytes) throws IOException {
        GgufReader in = new GgufReader(bytes);
        in.take(MAGIC.length(), "the magic");
        int version = in.u32("the version");
        if (version != 2 && version != 3) {
            throw Integer.reverseBytes(version) <= 3 && version != 1
                    ? new UnsupportedFormatException(
                            bytes.file(), "a GGUF file (big endian)", MAKE_AGAIN)
                    : bytes.malformed(
                            4,
                            "GGUF version " + Integer.toUnsignedString(version) + " is unknown",
                            "there are 2 and 3 today; " + MAKE_AGAIN);
        }
        int tensors = in.count(24, MOST_TENSORS, "tensors");
        int pairs = in.count(13, MOST_TENSORS, "metadata");
        SequencedMap<String, GgufValue> metadata = GgufMetadata.read(in, bytes, pairs);
        List<Info> infos = new ArrayList<>();
        for (int i = 0; i < tensors; i++) {
            infos.add(info(in, bytes));
        }
        requireNumbers(infos, bytes);
        long alignment = alignment(metadata, bytes);
        long dataStart = Math.ceilDiv(in.position(), alignment) * alignment;
        return new ArrayFile.Content(arrays(infos, bytes, dataStart, alignment), metadata);
    }

    private static long alignment(SequencedMap<String, GgufValue> metadata, FileBytes bytes)
            throws MalformedCheckpointException {
        GgufValue value = metadata.get(ALIGNMENT);
        if (value == null) {
            return DEFAULT_ALIGNMENT;
        }
        long alignment = alignment(value);
        if (alignment == 0) {
            throw bytes.malformed(
                    MalformedCheckpointException.NOWHERE,
                    ALIGNMENT + " is no multiple of 8 up to 65536",
                    MAKE_AGAIN);
        }
        return alignment;
    }

    /** What this value means as an alignment in bytes; 0 if nothing. */
    static long alignment(GgufValue value) {
        if (value instanceof GgufValue.Numbers(var tensor)
                && tensor.dtype() == DType.U32
                && tensor.shape().rank() == 0) {
            long alignment = Integer.toUnsignedLong(tensor.bytes().get(GgufLayout.U32_LE, 0));
            return alignment % 8 == 0 && alignment <= 1 << 16 ? alignment : 0;
        }
        return 0;
    }

    private static Info info(GgufReader in, FileBytes bytes) throws IOException {
        long at = in.position();
        String name = in.name("the name of a tensor");
        int rank = in.u32("the number of axes");
        if (rank < 0 || rank > MOST_AXES) {
            throw bytes.malformed(
                    at,
                    "tensor "
                            + Names.quote(name)
                            + " has "
                            + Integer.toUnsignedString(rank)
                            + " axes, at most "
                            + MOST_AXES
                            + " may be",
                    MAKE_AGAIN);
        }
        long[] extents = new long[rank];
        for (int axis = rank - 1; axis >= 0; axis--) {
            extents[axis] = in.u64("a shape"); // the innermost comes first
        }
        int type = in.u32("the type of a tensor");
        GgufType known =
                GgufType.numbered(type)
                        .orElseThrow(
                                () ->
                                        bytes.malformed(
                                                at,
                                                "tensor "
                                                        + Names.quote(name)
                                                        + " is of unknown type "
                                                        + Integer.toUnsignedString(type),
                                                MAKE_AGAIN));
        return new Info(name, known, shape(name, extents, at, bytes), in.u64("an offset"), at);
    }

    private static Shape shape(String name, long[] extents, long at, FileBytes bytes)
            throws MalformedCheckpointException {
        try {
            Shape shape = Shape.of(extents);
            long unused = DType.F64.byteSize(shape.elements());
            return shape;
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw bytes.malformed(
                    at, "tensor " + Names.quote(name) + " has too many elements", MAKE_AGAIN);
        }
    }

    private static void requireNumbers(List<Info> infos, FileBytes bytes)
            throws UnsupportedFormatException {
        for (Info info : infos) {
            if (info.type.dtype().isEmpty()) {
                throw new UnsupportedFormatException(
                        bytes.file(),
                        "a GGUF file with quantised tensors ("
                                + Names.quote(info.name)
                                + " is "
                                + info.type
                                + ")",
                        "convert it to F16 or F32 first");
            }
        }
    }

    private static SequencedMap<String, StoredArray> arrays(
            List<Info> infos, FileBytes bytes, long dataStart, long alignment)
            throws MalformedCheckpointException {
        SequencedMap<String, StoredArray> arrays = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Info info : infos) {
            Entry entry = entry(info, bytes, dataStart, alignment);
            entries.add(entry);
            if (arrays.put(info.name, new StoredArray(bytes.source(entry), false)) != null) {
                throw bytes.malformed(
                        info.at,
                        "tensor " + Names.quote(info.name) + " is listed twice",
                        MAKE_AGAIN);
            }
        }
        requireApart(entries, bytes);
        return arrays;
    }

    private static Entry entry(Info info, FileBytes bytes, long dataStart, long alignment)
            throws MalformedCheckpointException {
        DType dtype = info.type.dtype().orElseThrow();
        long size = dtype.byteSize(info.shape.elements());
        long room = bytes.size() - dataStart;
        if (info.offset < 0
                || info.offset % alignment != 0
                || (size > 0 && (size > room || info.offset > room - size))) {
            throw bytes.malformed(
                    info.at,
                    "tensor "
                            + Names.quote(info.name)
                            + " of "
                            + size
                            + " bytes is said to begin at byte "
                            + Long.toUnsignedString(info.offset)
                            + " of the data, which has "
                            + Math.max(0, room)
                            + " bytes and is aligned to "
                            + alignment,
                    GgufReader.CUT_SHORT);
        }
        long position = size == 0 ? Math.min(dataStart, bytes.size()) : dataStart + info.offset;
        return new Entry(info.name, dtype, info.shape, bytes.file(), position, size);
    }

    private static void requireApart(List<Entry> entries, FileBytes bytes)
            throws MalformedCheckpointException {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.removeIf(entry -> entry.byteSize() == 0);
        sorted.sort(Comparator.comparingLong(Entry::position));
        for (int i = 1; i < sorted.size(); i++) {
            Entry one = sorted.get(i - 1);
            Entry next = sorted.get(i);
            if (next.position() < one.end()) {
                throw bytes.malformed(
                        next.position(),
                        "tensors "
                                + Names.quote(one.name())
                                + " and "
                                + Names.quote(next.name())
                                + " overlap",
                        MAKE_AGAIN);
            }
        }
    }
}
