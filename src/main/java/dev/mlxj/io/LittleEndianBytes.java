package dev.mlxj.io;

import java.io.ByteArrayOutputStream;

/** Bytes of a header that is being made: numbers with their least significant byte first. */
public final class LittleEndianBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds the lowest 16 bits. */
    public LittleEndianBytes u16(int number) {
        return number(number, 2);
    }

    /** Adds 32 bits. */
    public LittleEndianBytes u32(int number) {
        return number(number, 4);
    }

    /** Adds 64 bits. */
    public LittleEndianBytes u64(long number) {
        return number(number, 8);
    }

    public LittleEndianBytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private LittleEndianBytes number(long number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (number >>> (Byte.SIZE * i)));
        }
        return this;
    }

    /** How many there are. */
    public int size() {
        return out.size();
    }

    public byte[] toArray() {
        return out.toByteArray();
    }
}
