package dev.mlxj.io.npz;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32;

/** The CRC-32 of segments of any kind. */
final class Checksum {
    private final CRC32 crc = new CRC32();
    private final byte[] piece = new byte[16 << 10];

    void update(MemorySegment bytes) {
        for (long at = 0; at < bytes.byteSize(); at += piece.length) {
            int n = (int) Math.min(piece.length, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, piece, 0, n);
            crc.update(piece, 0, n);
        }
    }

    void update(byte[] bytes) {
        crc.update(bytes);
    }

    long value() {
        return crc.getValue();
    }
}
