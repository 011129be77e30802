package dev.mlxj.io.gguf;

import dev.mlxj.io.LittleEndianBytes;
import dev.mlxj.io.Names;
import dev.mlxj.io.TensorSpec;

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

    private static final int VERSION = 3;

    private final LittleEndianBytes out = new LittleEndianBytes();
    private final byte[] header;
    private final long[] positions;
    private final long totalSize;

    private GgufLayout(List<TensorSpec> tensors, Map<String, GgufValue> metadata) {
        out.bytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.u32(VERSION);
        out.u64(tensors.size());
        out.u64(metadata.size());
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
            out.bytes(new byte[(int) (start - out.size())]);
        }
        for (int i = 0; i < positions.length; i++) {
            positions[i] += start;
        }
        this.header = out.toArray();
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
                out.u32(GgufKind.TEXT.number());
                text(text);
            }
            case GgufValue.Texts(var texts) -> {
                out.u32(GgufKind.LIST.number());
                out.u32(GgufKind.TEXT.number());
                out.u64(texts.size());
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
                    out.u32(GgufKind.LIST.number());
                    out.u32(kind.number());
                    out.u64(tensor.shape().elements());
                } else {
                    out.u32(kind.number());
                }
                out.bytes(tensor.bytes().toArray(ValueLayout.JAVA_BYTE));
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
        out.u32(rank);
        for (int axis = rank - 1; axis >= 0; axis--) {
            out.u64(tensor.shape().extent(axis));
        }
        out.u32(type.number());
        out.u64(offset);
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.u64(utf8.length).bytes(utf8);
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
