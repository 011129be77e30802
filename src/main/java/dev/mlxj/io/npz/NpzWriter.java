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
 * Writes arrays by name as {@code numpy.savez} does, byte for byte where they are stored. Where
 * they are compressed, their bytes are asked for twice: the size of an output is known before it
 * begins.
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
        List<ZipMember> measured = new ArrayList<>();
        long at = 0;
        for (Item item : items) {
            ZipMember member = compressed ? measure(item, at) : stored(item, at, 0);
            measured.add(member);
            at = member.end();
        }
        long size = at + directory(measured).length;
        try (AtomicOutput out = AtomicOutput.create(file, size, options)) {
            List<ZipMember> written = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                written.add(write(out, items.get(i), measured.get(i)));
            }
            out.write(at, MemorySegment.ofArray(directory(written)));
            out.commit();
        }
    }

    /** Goes through the bytes once, to learn their checksum and how far they are packed. */
    private ZipMember measure(Item item, long header) throws IOException {
        if (!compressed) {
            Checksum checksum = new Checksum();
            bytes(item, (position, block) -> checksum.update(block));
            return stored(item, header, checksum.value());
        }
        Deflation deflation = new Deflation((position, block) -> {});
        bytes(item, (position, block) -> deflation.add(block));
        deflation.finish();
        long position = header + ZipHeaders.localSize(item.name());
        return new ZipMember(
                item.name(), true, deflation.crc(), position, deflation.packed(), item.size());
    }

    private static ZipMember stored(Item item, long header, long crc) {
        long position = header + ZipHeaders.localSize(item.name());
        return new ZipMember(item.name(), false, crc, position, item.size(), item.size());
    }

    private ZipMember write(AtomicOutput out, Item item, ZipMember planned) throws IOException {
        long header = planned.position() - ZipHeaders.localSize(item.name());
        ZipMember member = planned;
        if (compressed) {
            out.write(header, MemorySegment.ofArray(ZipHeaders.local(member)));
            Deflation deflation =
                    new Deflation((at, block) -> out.write(planned.position() + at, block));
            bytes(item, (at, block) -> deflation.add(block));
            deflation.finish();
            if (deflation.crc() != planned.crc()) {
                throw new IOException(item.name() + ": its bytes changed while they were written");
            }
        } else if (out.isSequential()) {
            member = measure(item, header);
            out.write(header, MemorySegment.ofArray(ZipHeaders.local(member)));
            bytes(item, (at, block) -> out.write(planned.position() + at, block));
        } else {
            Checksum checksum = new Checksum();
            bytes(
                    item,
                    (at, block) -> {
                        checksum.update(block);
                        out.write(planned.position() + at, block);
                    });
            member = stored(item, header, checksum.value());
            out.write(header, MemorySegment.ofArray(ZipHeaders.local(member)));
        }
        return member;
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
