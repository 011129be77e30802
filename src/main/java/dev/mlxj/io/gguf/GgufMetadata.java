package dev.mlxj.io.gguf;

import dev.mlxj.io.FileBytes;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads the metadata of a GGUF file: keys with a kind and a value of it. */
final class GgufMetadata {
    /** The largest tokenizers have less than half of it, merges included. */
    private static final int MOST_TEXTS = 2_000_000;

    private static final String MAKE_AGAIN = "make the file again";

    private final GgufReader in;
    private final FileBytes bytes;
    private int room = MOST_TEXTS;

    private GgufMetadata(GgufReader in, FileBytes bytes) {
        this.in = in;
        this.bytes = bytes;
    }

    static SequencedMap<String, GgufValue> read(GgufReader in, FileBytes bytes, int pairs)
            throws IOException {
        GgufMetadata reader = new GgufMetadata(in, bytes);
        SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
        for (int i = 0; i < pairs; i++) {
            long at = in.position();
            String key = in.name("a metadata key");
            if (metadata.put(key, reader.value(key)) != null) {
                throw bytes.malformed(
                        at, "metadata " + Names.quote(key) + " is there twice", MAKE_AGAIN);
            }
        }
        return metadata;
    }

    private GgufValue value(String key) throws IOException {
        GgufKind kind = kind(key);
        return switch (kind) {
            case TEXT -> new GgufValue.Text(in.text("metadata " + Names.quote(key)));
            case LIST -> list(key);
            case U8, I8, U16, I16, U32, I32, F32, BOOL, U64, I64, F64 ->
                    numbers(kind, Shape.SCALAR, key);
        };
    }

    private GgufValue list(String key) throws IOException {
        long at = in.position();
        GgufKind kind = kind(key);
        return switch (kind) {
            case TEXT -> texts(key);
            case LIST ->
                    throw bytes.malformed(
                            at,
                            "metadata " + Names.quote(key) + " is a list of lists",
                            "leave that key out");
            case U8, I8, U16, I16, U32, I32, F32, BOOL, U64, I64, F64 -> {
                int size = kind.dtype().orElseThrow().bits() / Byte.SIZE;
                yield numbers(kind, Shape.of(in.count(size, "numbers")), key);
            }
        };
    }

    private GgufValue texts(String key) throws IOException {
        int count = in.count(8, room, "texts");
        room -= count;
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(in.text("metadata " + Names.quote(key)));
        }
        return new GgufValue.Texts(texts);
    }

    private GgufValue numbers(GgufKind kind, Shape shape, String key) throws IOException {
        DType dtype = kind.dtype().orElseThrow();
        byte[] taken = in.take((int) dtype.byteSize(shape.elements()), Names.quote(key));
        return new GgufValue.Numbers(new Tensor(dtype, shape, MemorySegment.ofArray(taken)));
    }

    private GgufKind kind(String key) throws IOException {
        long at = in.position();
        int number = in.u32("metadata " + Names.quote(key));
        return GgufKind.numbered(number)
                .orElseThrow(
                        () ->
                                bytes.malformed(
                                        at,
                                        "metadata "
                                                + Names.quote(key)
                                                + " is of unknown kind "
                                                + Integer.toUnsignedString(number),
                                        MAKE_AGAIN));
    }
}
