package dev.mlxj.io.npz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The headers of a zip archive as Python's {@code zipfile} writes them for NumPy: room for zip64
 * sizes in front of every member, zip64 in the directory where it is needed, the first day of 1980.
 */
final class ZipHeaders {
    /** From here on a number of the directory goes into its zip64 part. */
    private static final long MOST_IN_32 = Integer.MAX_VALUE;

    private static final short VERSION = 45;
    private static final byte UNIX = 3;
    private static final short UTF_8_NAME = 0x800;
    private static final short FIRST_OF_1980 = 0x21;
    private static final int OWNER_MAY_READ_AND_WRITE = 0600 << 16;

    private ZipHeaders() {}

    /** Bytes of the header in front of a member. */
    static long localSize(String name) {
        return 50 + name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The header in front of a member. */
    static byte[] local(ZipMember member) {
        byte[] name = member.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = buffer(50 + name.length).putInt(0x04034b50).putShort(VERSION);
        common(out, member, name).putInt(-1).putInt(-1);
        out.putShort((short) name.length).putShort((short) 20).put(name);
        out.putShort((short) 1).putShort((short) 16);
        return out.putLong(member.size()).putLong(member.packed()).array();
    }

    /**
     * The record of a member in the directory.
     *
     * @param header first byte of the member's local header
     */
    static byte[] record(ZipMember member, long header) {
        byte[] name = member.name().getBytes(StandardCharsets.UTF_8);
        boolean large = member.size() > MOST_IN_32 || member.packed() > MOST_IN_32;
        boolean far = header > MOST_IN_32;
        int numbers = (large ? 2 : 0) + (far ? 1 : 0);
        int extra = numbers == 0 ? 0 : 4 + 8 * numbers;
        ByteBuffer out = buffer(46 + name.length + extra).putInt(0x02014b50);
        out.put((byte) VERSION).put(UNIX).putShort(VERSION);
        common(out, member, name);
        out.putInt(large ? -1 : (int) member.packed()).putInt(large ? -1 : (int) member.size());
        out.putShort((short) name.length).putShort((short) extra).putShort((short) 0);
        out.putShort((short) 0).putShort((short) 0).putInt(OWNER_MAY_READ_AND_WRITE);
        out.putInt(far ? -1 : (int) header).put(name);
        if (numbers > 0) {
            out.putShort((short) 1).putShort((short) (8 * numbers));
        }
        if (large) {
            out.putLong(member.size()).putLong(member.packed());
        }
        if (far) {
            out.putLong(header);
        }
        return out.array();
    }

    private static ByteBuffer common(ByteBuffer out, ZipMember member, byte[] name) {
        boolean ascii = name.length == member.name().length();
        out.putShort(ascii ? 0 : UTF_8_NAME).putShort((short) (member.deflated() ? 8 : 0));
        return out.putShort((short) 0).putShort(FIRST_OF_1980).putInt((int) member.crc());
    }

    /** The end of the archive. */
    static byte[] end(long count, long start, long size) {
        boolean large = count > 0xffff || start > MOST_IN_32 || size > MOST_IN_32;
        ByteBuffer out = buffer(large ? 98 : 22);
        if (large) {
            out.putInt(0x06064b50).putLong(44).putShort(VERSION).putShort(VERSION);
            out.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(start);
            out.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1);
        }
        short shown = (short) Math.min(count, 0xffff);
        out.putInt(0x06054b50).putInt(0).putShort(shown).putShort(shown);
        out.putInt((int) Math.min(size, 0xffffffffL)).putInt((int) Math.min(start, 0xffffffffL));
        return out.putShort((short) 0).array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
