package dev.mlxj.io.npz;

import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.TensorContent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes arrays by name as {@code numpy.savez} and {@code savez_compressed} do, byte for byte where
 * they are stored. Into a pipe, where nothing can be written in front of what is there already, the
 * bytes of each array are asked for twice.
 */
public final class NpzWriter {
    private static final int LONGEST_NAME = 0xffff;

    /** An array as a member of the archive, with the npy header in front of it. */
    private record Item(String name, MemorySegment header, TensorContent content) {
        long size() {
            return header.byteSize() + content.spec().byteSize();
        }
    }

    private final List<Item> items;
    private final boolean compressed;

    private NpzWriter(List<Item> items, boolean compressed) {
        this.items = items;
        this.compressed = compressed;
    }

    /**
     * Writes the file; it appears whole or not at all.
     *
     * @throws IllegalArgumentException for names that are too long, and dtypes that no npy file
     *     holds
     */
    public static void write(
            Path file, List<TensorContent> arrays, boolean compressed, OutputOptions options)
            throws IOException {
        List<Item> items = new ArrayList<>();
        for (TensorContent array : arrays) {
            String name = array.spec().name() + ".npy";
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                throw new IllegalArgumentException(
                        "savez: a name of %d characters is too long for a zip archive"
                                .formatted(name.length()));
            }
            byte[] header = NpyHeader.of(array.spec().dtype(), array.spec().shape());
            items.add(new Item(name, MemorySegment.ofArray(header), array));
        }
        new NpzWriter(items, compressed).write(file, options);
    }

    private void write(Path file, OutputOptions options) throws IOException {
        try (AtomicOutput out = AtomicOutput.create(file, mostBytes(), options)) {
            List<ZipMember> members = new ArrayList<>();
            long at = 0;
            for (Item item : items) {
                ZipMember member = write(out, item, at);
                members.add(member);
                at = member.end();
            }
            byte[] directory = directory(members);
            out.write(at, MemorySegment.ofArray(directory));
            out.shrinkTo(at + directory.length);
            out.commit();
        }
    }

    /** What the file takes at most; exactly, where nothing is compressed. */
    private long mostBytes() {
        List<ZipMember> members = new ArrayList<>();
        long at = 0;
        for (Item item : items) {
            long packed = compressed ? Deflation.mostBytes(item.size()) : item.size();
            ZipMember member = member(item, at, 0, packed);
            members.add(member);
            at = member.end();
        }
        return at + directory(members).length;
    }

    private ZipMember member(Item item, long header, long crc, long packed) {
        long position = header + ZipHeaders.localSize(item.name());
        return new ZipMember(item.name(), compressed, crc, position, packed, item.size());
    }

    private ZipMember write(AtomicOutput out, Item item, long header) throws IOException {
        long position = header + ZipHeaders.localSize(item.name());
        TensorContent.Sink sink = (at, block) -> out.write(position + at, block);
        if (out.isSequential()) {
            ZipMember measured = pack(item, header, (at, block) -> {});
            out.write(header, MemorySegment.ofArray(ZipHeaders.local(measured)));
            if (!pack(item, header, sink).equals(measured)) {
                throw new IOException(item.name() + ": its bytes changed while they were written");
            }
            return measured;
        }
        ZipMember member = pack(item, header, sink);
        out.write(header, MemorySegment.ofArray(ZipHeaders.local(member)));
        return member;
    }

    /** Gives what is stored of an array to the sink, and tells what it was. */
    private ZipMember pack(Item item, long header, TensorContent.Sink sink) throws IOException {
        if (compressed) {
            try (Deflation deflation = new Deflation(sink)) {
                bytes(item, (at, block) -> deflation.add(block));
                deflation.finish();
                return member(item, header, deflation.crc(), deflation.packed());
            }
        }
        Checksum checksum = new Checksum();
        bytes(
                item,
                (at, block) -> {
                    checksum.update(block);
                    sink.accept(at, block);
                });
        return member(item, header, checksum.value(), item.size());
    }

    private static void bytes(Item item, TensorContent.Sink sink) throws IOException {
        sink.accept(0, item.header());
        item.content().bytes().stream(
                (at, block) -> sink.accept(item.header().byteSize() + at, block));
    }

    private static byte[] directory(List<ZipMember> members) {
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (ZipMember member : members) {
            long header = member.position() - ZipHeaders.localSize(member.name());
            directory.writeBytes(ZipHeaders.record(member, header));
        }
        long start = members.isEmpty() ? 0 : members.getLast().end();
        directory.writeBytes(ZipHeaders.end(members.size(), start, directory.size()));
        return directory.toByteArray();
    }
}
