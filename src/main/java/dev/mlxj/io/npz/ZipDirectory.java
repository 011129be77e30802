package dev.mlxj.io.npz;

import dev.mlxj.io.FileBytes;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of a zip archive, from its directory at the end and the header in front of each.
 * Stored and deflated members, archives of any size (zip64). Nothing may overlap, and nothing may
 * unpack to more than deflate can: what is claimed is bounded by what is there.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>
 */
final class ZipDirectory {
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR_BYTES = 20;
    private static final int END64_BYTES = 56;
    private static final int RECORD_BYTES = 46;
    private static final int LOCAL_BYTES = 30;

    private static final int END = 0x06054b50;
    private static final int LOCATOR = 0x07064b50;
    private static final int END64 = 0x06064b50;
    private static final int RECORD = 0x02014b50;
    private static final int LOCAL = 0x04034b50;

    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ZIP64_EXTRA = 1;
    private static final long IN_ZIP64 = 0xffffffffL;

    /** As long as the longest header of a safetensors file. */
    private static final long LONGEST_DIRECTORY = 100_000_000;

    private static final int MOST_MEMBERS = 100_000;

    /** Bits of output that deflate can make of one bit: 258 bytes of two. */
    private static final long MOST_FROM_ONE = 1032;

    private static final String CUT_SHORT = NpyPlace.CUT_SHORT;
    private static final String REBUILD = "unpack it and make a new archive";

    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final FileBytes bytes;

    /** Where the directory begins, which is where the members end. */
    private long start;

    private long size;
    private long count;

    private ZipDirectory(FileBytes bytes) {
        this.bytes = bytes;
    }

    /** The members in the order of the directory. */
    static List<ZipMember> read(FileBytes bytes) throws IOException {
        return new ZipDirectory(bytes).read();
    }

    private List<ZipMember> read() throws IOException {
        long end = end();
        if (size > LONGEST_DIRECTORY || start < 0 || start > end || size != end - start) {
            throw bytes.malformed(
                    end,
                    "the zip directory is said to take "
                            + Long.toUnsignedString(size)
                            + " bytes from byte "
                            + Long.toUnsignedString(start)
                            + " on, its end stands at "
                            + end,
                    CUT_SHORT);
        }
        if (count < 0 || count > MOST_MEMBERS) {
            throw bytes.malformed(
                    end,
                    Long.toUnsignedString(count)
                            + " files are said to be in the zip archive, at most "
                            + MOST_MEMBERS
                            + " may be",
                    REBUILD);
        }
        MemorySegment directory = MemorySegment.ofArray(bytes.read(start, (int) size));
        List<ZipMember> members = new ArrayList<>();
        long at = 0;
        while (at < size && members.size() < count) {
            at += record(directory, at, members);
        }
        if (at < size || members.size() < count) {
            throw bytes.malformed(
                    end, "the zip directory does not list just " + count + " files", REBUILD);
        }
        requireApart(members);
        return members;
    }

    /** Reads the end of the directory, and returns where the directory must end. */
    private long end() throws IOException {
        int tail = (int) Math.min(bytes.size(), END_BYTES + LONGEST_COMMENT);
        MemorySegment last = MemorySegment.ofArray(bytes.read(bytes.size() - tail, tail));
        int at = tail - END_BYTES;
        while (at >= 0
                && (last.get(U32, at) != END || u16(last, at + 20) != tail - at - END_BYTES)) {
            at--;
        }
        long position = bytes.size() - tail + at;
        if (at < 0) {
            throw bytes.malformed(
                    bytes.size(), "the zip archive has no directory at its end", CUT_SHORT);
        }
        count = u16(last, at + 10);
        size = u32(last, at + 12);
        start = u32(last, at + 16);
        if (u16(last, at + 4) != 0 || u16(last, at + 6) != 0) {
            throw bytes.malformed(
                    position, "this is one part of a zip archive of several", REBUILD);
        }
        boolean large = size == IN_ZIP64 || start == IN_ZIP64;
        return large || (count == 0xffff && hasLocator(position)) ? end64(position) : position;
    }

    private boolean hasLocator(long end) throws IOException {
        return end >= LOCATOR_BYTES + END64_BYTES
                && MemorySegment.ofArray(bytes.read(end - LOCATOR_BYTES, LOCATOR_BYTES)).get(U32, 0)
                        == LOCATOR;
    }

    private long end64(long end) throws IOException {
        if (!hasLocator(end)) {
            throw noEnd64(end);
        }
        long position =
                MemorySegment.ofArray(bytes.read(end - LOCATOR_BYTES, LOCATOR_BYTES)).get(U64, 8);
        if (position != end - LOCATOR_BYTES - END64_BYTES) {
            throw noEnd64(end);
        }
        MemorySegment record = MemorySegment.ofArray(bytes.read(position, END64_BYTES));
        if (record.get(U32, 0) != END64) {
            throw noEnd64(end);
        }
        count = record.get(U64, 32);
        size = record.get(U64, 40);
        start = record.get(U64, 48);
        if (size < 0) {
            throw noEnd64(end);
        }
        return position;
    }

    private MalformedCheckpointException noEnd64(long end) {
        return bytes.malformed(end, "the zip64 end of the directory is not before it", REBUILD);
    }

    /** Adds the member that a record of the directory describes; returns the record's length. */
    private long record(MemorySegment directory, long at, List<ZipMember> members)
            throws IOException {
        if (size - at < RECORD_BYTES || directory.get(U32, at) != RECORD) {
            throw bytes.malformed(start + at, "this is no record of a zip directory", REBUILD);
        }
        int name = u16(directory, at + 28);
        int extra = u16(directory, at + 30);
        int length = RECORD_BYTES + name + extra + u16(directory, at + 32);
        if (length > size - at) {
            throw bytes.malformed(
                    start + at, "a record goes beyond the end of the zip directory", REBUILD);
        }
        String decoded = name(directory.asSlice(at + RECORD_BYTES, name), start + at);
        requireReadable(decoded, u16(directory, at + 8), u16(directory, at + 10), start + at);
        Zip64 large =
                new Zip64(directory.asSlice(at + RECORD_BYTES + name, extra), decoded, start + at);
        long unpacked = large.value(u32(directory, at + 24));
        long packed = large.value(u32(directory, at + 20));
        long header = large.value(u32(directory, at + 42));
        boolean deflated = u16(directory, at + 10) == DEFLATED;
        long position = dataStart(decoded, header, directory.asSlice(at, length));
        if (packed < 0 || packed > start - position) {
            throw bytes.malformed(
                    start + at,
                    "zip member " + Names.quote(decoded) + " goes into the directory",
                    REBUILD);
        }
        boolean possible =
                deflated ? unpacked >= 0 && unpacked / MOST_FROM_ONE <= packed : unpacked == packed;
        if (!possible) {
            throw bytes.malformed(
                    start + at,
                    "zip member "
                            + Names.quote(decoded)
                            + " cannot have "
                            + Long.toUnsignedString(unpacked)
                            + " bytes made of "
                            + packed,
                    "this is a zip bomb, or damaged");
        }
        members.add(
                new ZipMember(
                        decoded, deflated, u32(directory, at + 16), position, packed, unpacked));
        return length;
    }

    /** The header in front of the member must be of the same one. */
    private long dataStart(String name, long header, MemorySegment record) throws IOException {
        if (header < 0 || header > start - LOCAL_BYTES) {
            throw bytes.malformed(
                    header < 0 ? start : Math.min(header, bytes.size()),
                    "zip member " + Names.quote(name) + " has its header outside",
                    REBUILD);
        }
        MemorySegment local = MemorySegment.ofArray(bytes.read(header, LOCAL_BYTES));
        int nameLength = u16(local, 26);
        long position = header + LOCAL_BYTES + nameLength + u16(local, 28);
        boolean same =
                local.get(U32, 0) == LOCAL
                        && u16(local, 8) == u16(record, 10)
                        && nameLength == u16(record, 28)
                        && position <= start
                        && record.asSlice(RECORD_BYTES, nameLength)
                                        .mismatch(
                                                MemorySegment.ofArray(
                                                        bytes.read(
                                                                header + LOCAL_BYTES, nameLength)))
                                < 0;
        if (!same) {
            throw bytes.malformed(
                    header, "this is not the header of zip member " + Names.quote(name), REBUILD);
        }
        return position;
    }

    private void requireReadable(String name, int flags, int method, long at)
            throws MalformedCheckpointException {
        if ((flags & ENCRYPTED) != 0) {
            throw bytes.malformed(at, "zip member " + Names.quote(name) + " is encrypted", REBUILD);
        }
        if (method != STORED && method != DEFLATED) {
            throw bytes.malformed(
                    at,
                    "zip member " + Names.quote(name) + " is compressed by method " + method,
                    "numpy.savez_compressed uses method 8, deflate");
        }
    }

    /** Two names, or two members that share bytes, are how a bomb is made of a small archive. */
    private void requireApart(List<ZipMember> members) throws MalformedCheckpointException {
        Set<String> names = HashSet.newHashSet(members.size());
        for (ZipMember member : members) {
            if (!names.add(member.name())) {
                throw bytes.malformed(
                        member.position(),
                        "zip member " + Names.quote(member.name()) + " is there twice",
                        REBUILD);
            }
        }
        List<ZipMember> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparingLong(ZipMember::position));
        for (int i = 1; i < sorted.size(); i++) {
            ZipMember one = sorted.get(i - 1);
            ZipMember next = sorted.get(i);
            if (next.position() - LOCAL_BYTES < one.end()) {
                throw bytes.malformed(
                        next.position(),
                        "zip members "
                                + Names.quote(one.name())
                                + " and "
                                + Names.quote(next.name())
                                + " overlap",
                        "this is a zip bomb, or damaged");
            }
        }
    }

    /** Names are read as UTF-8, flagged so or not: what NumPy and MLX write is. */
    private String name(MemorySegment name, long at) throws MalformedCheckpointException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name.toArray(ValueLayout.JAVA_BYTE)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bytes.malformed(at, "the name of a zip member is not UTF-8", REBUILD);
        }
    }

    private static int u16(MemorySegment from, long at) {
        return Short.toUnsignedInt(from.get(U16, at));
    }

    private static long u32(MemorySegment from, long at) {
        return Integer.toUnsignedLong(from.get(U32, at));
    }

    /** The numbers of a record that do not fit 32 bits, in their order. */
    private final class Zip64 {
        private final MemorySegment extra;
        private final String name;
        private final long record;
        private long at;
        private long end;

        Zip64(MemorySegment extra, String name, long record) {
            this.extra = extra;
            this.name = name;
            this.record = record;
            for (long field = 0; extra.byteSize() - field >= 4; ) {
                long length = Math.min(u16(extra, field + 2), extra.byteSize() - field - 4);
                if (u16(extra, field) == ZIP64_EXTRA) {
                    at = field + 4;
                    end = at + length;
                    break;
                }
                field += 4 + length;
            }
        }

        long value(long small) throws MalformedCheckpointException {
            if (small != IN_ZIP64) {
                return small;
            }
            if (end - at < Long.BYTES) {
                throw bytes.malformed(
                        record,
                        "zip member " + Names.quote(name) + " lacks its zip64 sizes",
                        REBUILD);
            }
            at += Long.BYTES;
            return extra.get(U64, at - Long.BYTES);
        }
    }
}
