package dev.mlxj.io.npz;

import dev.mlxj.io.LittleEndianBytes;

import java.nio.charset.StandardCharsets;

/**
 * The headers of a zip archive as Python's {@code zipfile} writes them for NumPy: room for zip64
 * sizes in front of every member, zip64 in the directory where it is needed, the first day of 1980.
 */
final class ZipHeaders {
    /** From here on a number of the directory goes into its zip64 part. */
    private static final long MOST_IN_32 = Integer.MAX_VALUE;

    /** Without the name: 30 bytes, and the zip64 sizes behind it. */
    private static final long LOCAL_BYTES = 50;

    private static final int VERSION = 45;
    private static final int MADE_ON_UNIX = 3 << 8 | VERSION;
    private static final int UTF_8_NAME = 0x800;
    private static final int FIRST_OF_1980 = 0x21;
    private static final int OWNER_MAY_READ_AND_WRITE = 0600 << 16;

    private ZipHeaders() {}

    /** Bytes of the header in front of a member. */
    static long localSize(String name) {
        return LOCAL_BYTES + utf8(name).length;
    }

    /** The header in front of a member. */
    static byte[] local(ZipMember member) {
        byte[] name = utf8(member.name());
        LittleEndianBytes out = new LittleEndianBytes().u32(0x04034b50).u16(VERSION);
        common(out, member).u32(-1).u32(-1).u16(name.length).u16(20).bytes(name);
        return out.u16(1).u16(16).u64(member.size()).u64(member.packed()).toArray();
    }

    /**
     * The record of a member in the directory.
     *
     * @param header first byte of the member's local header
     */
    static byte[] record(ZipMember member, long header) {
        byte[] name = utf8(member.name());
        boolean large = member.size() > MOST_IN_32 || member.packed() > MOST_IN_32;
        boolean far = header > MOST_IN_32;
        int numbers = (large ? 16 : 0) + (far ? 8 : 0);
        LittleEndianBytes out = new LittleEndianBytes().u32(0x02014b50).u16(MADE_ON_UNIX);
        common(out.u16(VERSION), member);
        out.u32(large ? -1 : (int) member.packed()).u32(large ? -1 : (int) member.size());
        out.u16(name.length).u16(numbers == 0 ? 0 : 4 + numbers).u16(0);
        out.u16(0).u16(0).u32(OWNER_MAY_READ_AND_WRITE);
        out.u32(far ? -1 : (int) header).bytes(name);
        if (numbers > 0) {
            out.u16(1).u16(numbers);
        }
        if (large) {
            out.u64(member.size()).u64(member.packed());
        }
        if (far) {
            out.u64(header);
        }
        return out.toArray();
    }

    private static LittleEndianBytes common(LittleEndianBytes out, ZipMember member) {
        boolean ascii = utf8(member.name()).length == member.name().length();
        out.u16(ascii ? 0 : UTF_8_NAME).u16(member.deflated() ? 8 : 0);
        return out.u16(0).u16(FIRST_OF_1980).u32((int) member.crc());
    }

    /** The end of the archive. */
    static byte[] end(long count, long start, long size) {
        LittleEndianBytes out = new LittleEndianBytes();
        if (count > 0xffff || start > MOST_IN_32 || size > MOST_IN_32) {
            out.u32(0x06064b50).u64(44).u16(VERSION).u16(VERSION).u32(0).u32(0);
            out.u64(count).u64(count).u64(size).u64(start);
            out.u32(0x07064b50).u32(0).u64(start + size).u32(1);
        }
        int shown = (int) Math.min(count, 0xffff);
        out.u32(0x06054b50).u32(0).u16(shown).u16(shown);
        out.u32((int) Math.min(size, 0xffffffffL)).u32((int) Math.min(start, 0xffffffffL));
        return out.u16(0).toArray();
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
