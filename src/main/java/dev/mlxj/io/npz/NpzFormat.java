package dev.mlxj.io.npz;

import dev.mlxj.io.ArrayFile;
import dev.mlxj.io.ArrayFormat;
import dev.mlxj.io.Entry;
import dev.mlxj.io.FileBytes;
import dev.mlxj.io.FileHead;
import dev.mlxj.io.Names;
import dev.mlxj.io.StoredArray;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Arrays by name: a zip archive of npy files, as {@code numpy.savez}, {@code savez_compressed} and
 * their namesakes of MLX write it.
 */
public final class NpzFormat implements ArrayFormat {
    private static final String SUFFIX = ".npy";
    private static final int NAME_LENGTH = 26;
    private static final int NAME = 30;

    /** A zip archive that is empty, or begins with an npy file. */
    @Override
    public boolean recognizes(FileHead head) {
        if (head.has(0, "PK\u0005\u0006")) {
            return true;
        }
        if (!head.has(0, "PK\u0003\u0004") || head.length() < NAME) {
            return false;
        }
        int length = head.at(NAME_LENGTH) | head.at(NAME_LENGTH + 1) << Byte.SIZE;
        return head.text(NAME, length).endsWith(SUFFIX);
    }

    @Override
    public ArrayFile.Content read(FileBytes bytes) throws IOException {
        List<ZipMember> members = ZipDirectory.read(bytes);
        SequencedMap<String, StoredArray> arrays = new LinkedHashMap<>();
        for (ZipMember member : members) {
            String name = name(member);
            if (arrays.put(name, array(bytes, member, name)) != null) {
                throw bytes.malformed(
                        member.position(),
                        "two arrays are named " + Names.quote(name),
                        "unpack it and make a new archive");
            }
        }
        return new ArrayFile.Content(arrays, new LinkedHashMap<>());
    }

    private static String name(ZipMember member) {
        String name = member.name();
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static StoredArray array(FileBytes bytes, ZipMember member, String name)
            throws IOException {
        byte[] start = start(bytes, member);
        NpyPlace place =
                new NpyPlace(
                        bytes, "array " + Names.quote(name), member.position(), member.deflated());
        NpyArray array = new NpyParser(place, start, member.size()).parse();
        TensorSource source =
                member.deflated()
                        ? new DeflatedSource(bytes, member, array)
                        : stored(bytes, member, start, array);
        return new StoredArray(
                array.type().bigEndian() ? new SwappedSource(source) : source,
                array.columnsFirst());
    }

    private static TensorSource stored(
            FileBytes bytes, ZipMember member, byte[] start, NpyArray array) throws IOException {
        Entry entry =
                new Entry(
                        member.name(),
                        array.type().dtype(),
                        array.storedShape(),
                        bytes.file(),
                        member.position() + array.dataStart(),
                        array.byteSize());
        byte[] header = Arrays.copyOf(start, array.dataStart());
        return new StoredSource(bytes, member, header, bytes.source(entry));
    }

    /** The npy header of a member. */
    private static byte[] start(FileBytes bytes, ZipMember member) throws IOException {
        byte[] preamble = unpack(bytes, member, 12);
        return unpack(bytes, member, NpyParser.headerLength(preamble));
    }

    private static byte[] unpack(FileBytes bytes, ZipMember member, int most) throws IOException {
        int count = (int) Math.min(most, member.size());
        if (!member.deflated()) {
            return bytes.read(member.position(), count);
        }
        byte[] start = new byte[count];
        try (Inflation inflation = new Inflation(bytes, member)) {
            inflation.read(MemorySegment.ofArray(start));
        }
        return start;
    }
}
