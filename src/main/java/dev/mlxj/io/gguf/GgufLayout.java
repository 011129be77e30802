package dev.mlxj.io.gguf;

import dev.mlxj.io.Names;
import dev.mlxj.io.TensorSpec;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Every byte of a GGUF file except the tensors' own: the header, and where each tensor goes. GGUF
 * 3, to the byte as MLX writes it for tensors and metadata in the same order.
 */
public final class GgufLayout {
    static final ValueLayout.OfInt U32_LE =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64_LE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int VERSION = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final byte[] header;
    private final long[] positions;
    private final long totalSize;

    private GgufLayout(List<TensorSpec> tensors, Map<String, GgufValue> metadata) {
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        u32(VERSION);
        u64(tensors.size());
        u64(metadata.size());
        metadata.forEach(this::pair);
        long alignment = alignment(metadata);
        this.positions = new long[tensors.size()];
        long end = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = Math.ceilDiv(end, alignment) * alignment;
            info(tensors.get(i), positions[i]);
            end = Math.addExact(positions[i], tensors.get(i).byteSize());
        }
        long start = Math.ceilDiv(out.size(), alignment) * alignment;
        if (positions.length > 0) {
            out.writeBytes(new byte[(int) (start - out.size())]);
        }
        for (int i = 0; i < positions.length; i++) {
            positions[i] += start;
        }
        this.header = out.toByteArray();
        this.totalSize = positions.length == 0 ? header.length : Math.addExact(start, end);
    }

    /**
     * A layout.
     *
     * @param tensors in the order of the file, no name twice
     * @param metadata {@code general.alignment}, a U32, says where tensors begin; without it they
     *     begin at multiples of 32 bytes
     * @throws IllegalArgumentException for dtypes, ranks and metadata that MLX does not write
     */
    public static GgufLayout of(List<TensorSpec> tensors, Map<String, GgufValue> metadata) {
        return new GgufLayout(tensors, metadata);
    }

    private static long alignment(Map<String, GgufValue> metadata) {
        GgufValue value = metadata.get(GgufFormat.ALIGNMENT);
        long alignment = value == null ? GgufFormat.DEFAULT_ALIGNMENT : GgufFormat.alignment(value);
        if (alignment == 0) {
            throw new IllegalArgumentException(
                    "saveGguf: %s must be one U32, a multiple of 8"
                            .formatted(GgufFormat.ALIGNMENT));
        }
        return alignment;
    }

    private void pair(String key, GgufValue value) {
        text(key);
        switch (value) {
            case GgufValue.Text(String text) -> {
                u32(GgufKind.TEXT.number());
                text(text);
            }
            case GgufValue.Texts(var texts) -> {
                u32(GgufKind.LIST.number());
                u32(GgufKind.TEXT.number());
                u64(texts.size());
                texts.forEach(this::text);
            }
            case GgufValue.Numbers(var tensor) -> {
                GgufKind kind =
                        GgufKind.of(tensor.dtype())
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "saveGguf: metadata %s is %s, of which GGUF has no kind"
                                                                .formatted(
                                                                        Names.quote(key),
                                                                        tensor.dtype())));
                if (tensor.shape().rank() == 1) {
                    u32(GgufKind.LIST.number());
                    u32(kind.number());
                    u64(tensor.shape().elements());
                } else {
                    u32(kind.number());
                }
                out.writeBytes(tensor.bytes().toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }

    private void info(TensorSpec tensor, long offset) {
        GgufType type =
                GgufType.of(tensor.dtype())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "saveGguf: tensor %s is %s; GGUF files of MLX hold F32, F16, I8, I16, I32"
                                                        .formatted(
                                                                Names.quote(tensor.name()),
                                                                tensor.dtype())));
        int rank = tensor.shape().rank();
        if (rank > GgufFormat.MOST_AXES) {
            throw new IllegalArgumentException(
                    "saveGguf: tensor %s has %d axes, a GGUF file holds %d at most"
                            .formatted(Names.quote(tensor.name()), rank, GgufFormat.MOST_AXES));
        }
        text(tensor.name());
        u32(rank);
        for (int axis = rank - 1; axis >= 0; axis--) {
            u64(tensor.shape().extent(axis));
        }
        u32(type.number());
        u64(offset);
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        u64(utf8.length);
        out.writeBytes(utf8);
    }

    private void u32(int number) {
        byte[] bytes = new byte[Integer.BYTES];
        MemorySegment.ofArray(bytes).set(U32_LE, 0, number);
        out.writeBytes(bytes);
    }

    private void u64(long number) {
        byte[] bytes = new byte[Long.BYTES];
        MemorySegment.ofArray(bytes).set(U64_LE, 0, number);
        out.writeBytes(bytes);
    }

    /** The file's first bytes. Read-only. */
    public MemorySegment header() {
        return MemorySegment.ofArray(header).asReadOnly();
    }

    /** Where in the file the tensor at this index begins. */
    public long position(int index) {
        return positions[index];
    }

    /** Bytes of the whole file. */
    public long totalSize() {
        return totalSize;
    }
}
