package dev.mlxj.io.safetensors;

import static dev.mlxj.io.Utf8Order.UTF8_ORDER;

import dev.mlxj.io.Names;
import dev.mlxj.io.TensorSpec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every byte of a safetensors file except the tensors' own: the header, and where each tensor goes.
 * It is computed from names, dtypes and shapes alone, so a file can be written in one pass, and is
 * equal to what the reference writer makes of the same tensors and metadata.
 *
 * <p>The tensors stand by falling dtype (the order of {@link dev.mlxj.tensor.DType}), then by the
 * UTF-8 bytes of their names, without gaps; the header is padded with spaces to a multiple of 8
 * bytes.
 */
public final class SafetensorsLayout {
    /** The longest header, without its length field, that readers accept. */
    public static final long MAX_HEADER_BYTES = 100_000_000;

    /** Bytes of the length field at the start of a file. */
    static final int LENGTH_BYTES = Long.BYTES;

    private static final ValueLayout.OfLong U64_LE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final byte[] header;
    private final List<Placement> placements;
    private final Map<String, Placement> byName;

    private SafetensorsLayout(
            byte[] header, List<Placement> placements, Map<String, Placement> byName) {
        this.header = header;
        this.placements = placements;
        this.byName = byName;
    }

    /** A layout without room to spare. */
    public static SafetensorsLayout of(
            Collection<TensorSpec> tensors, Map<String, String> metadata) {
        return of(tensors, metadata, 0);
    }

    /**
     * A layout whose header ends in at least {@code slack} more spaces, so that metadata can grow
     * later without moving the data.
     *
     * @param metadata where it is empty, no {@code __metadata__} is written
     * @throws IllegalArgumentException if two tensors have one name, or the header would be longer
     *     than {@link #MAX_HEADER_BYTES}
     * @throws ArithmeticException if the data would exceed a {@code long}
     */
    public static SafetensorsLayout of(
            Collection<TensorSpec> tensors, Map<String, String> metadata, long slack) {
        List<TensorSpec> sorted = new ArrayList<>(tensors);
        sorted.sort(SafetensorsLayout::compare);
        List<Placement> placements = new ArrayList<>(sorted.size());
        Map<String, Placement> byName = HashMap.newHashMap(sorted.size());
        long end = 0;
        for (TensorSpec tensor : sorted) {
            Placement placement = new Placement(tensor, end);
            end = placement.end();
            placements.add(placement);
            if (byName.put(tensor.name(), placement) != null) {
                throw new IllegalArgumentException(
                        "two tensors are named " + Names.quote(tensor.name()));
            }
        }
        byte[] header = header(HeaderJson.encode(metadata, placements), slack);
        long unused = Math.addExact(end, header.length);
        return new SafetensorsLayout(header, List.copyOf(placements), byName);
    }

    private static int compare(TensorSpec a, TensorSpec b) {
        int falling = b.dtype().compareTo(a.dtype());
        return falling != 0 ? falling : UTF8_ORDER.compare(a.name(), b.name());
    }

    private static byte[] header(byte[] json, long slack) {
        if (slack < 0 || slack > MAX_HEADER_BYTES - json.length) {
            throw new IllegalArgumentException(
                    "a header of %d bytes and %d bytes of room does not fit the %d that a file may have"
                            .formatted(json.length, slack, MAX_HEADER_BYTES));
        }
        long padded = (json.length + slack + 7) / 8 * 8;
        return padded(json, (int) Math.min(padded, MAX_HEADER_BYTES));
    }

    /**
     * A header as it stands in a file: its length field, the JSON, and spaces.
     *
     * @param length bytes of JSON and spaces together
     */
    static byte[] padded(byte[] json, int length) {
        byte[] header = new byte[LENGTH_BYTES + length];
        MemorySegment.ofArray(header).set(U64_LE, 0, length);
        System.arraycopy(json, 0, header, LENGTH_BYTES, json.length);
        Arrays.fill(header, LENGTH_BYTES + json.length, header.length, (byte) ' ');
        return header;
    }

    /** The file's first bytes: length field, JSON and padding. Read-only. */
    public MemorySegment header() {
        return MemorySegment.ofArray(header).asReadOnly();
    }

    /** The tensors in the order of their data. */
    public List<Placement> placements() {
        return placements;
    }

    /** Where in the file the data section begins. */
    public long dataStart() {
        return header.length;
    }

    /**
     * Where in the file the tensor begins.
     *
     * @throws IllegalArgumentException if the layout has no tensor of that name
     */
    public long position(String name) {
        Placement placement = byName.get(name);
        if (placement == null) {
            throw new IllegalArgumentException("the layout has no tensor " + Names.quote(name));
        }
        return dataStart() + placement.begin();
    }

    /** Bytes of the whole file. */
    public long totalSize() {
        return dataStart() + (placements.isEmpty() ? 0 : placements.getLast().end());
    }
}
