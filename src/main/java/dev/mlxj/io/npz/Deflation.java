package dev.mlxj.io.npz;

import dev.mlxj.io.TensorContent;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Packs bytes and gives what they become to a sink. */
final class Deflation implements AutoCloseable {
    private static final int PIECE = 64 << 10;

    private final TensorContent.Sink sink;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final CRC32 crc = new CRC32();
    private final byte[] unpacked = new byte[PIECE];
    private final byte[] out = new byte[PIECE];
    private long packed;

    Deflation(TensorContent.Sink sink) {
        this.sink = sink;
    }

    void add(MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            int n = (int) Math.min(PIECE, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, unpacked, 0, n);
            crc.update(unpacked, 0, n);
            deflater.setInput(unpacked, 0, n);
            while (!deflater.needsInput()) {
                drain();
            }
        }
    }

    /** Ends the data; nothing can be added afterwards. */
    void finish() throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            drain();
        }
    }

    @Override
    public void close() {
        deflater.end();
    }

    /** What bytes can become at most: what cannot be packed is stored, in pieces with a header. */
    static long mostBytes(long size) {
        return size + (size >> 10) + 64;
    }

    private void drain() throws IOException {
        int n = deflater.deflate(out);
        if (n > 0) {
            sink.accept(packed, MemorySegment.ofArray(out).asSlice(0, n));
            packed += n;
        }
    }

    /** CRC-32 of the bytes that were added. */
    long crc() {
        return crc.getValue();
    }

    /** Bytes that were given to the sink. */
    long packed() {
        return packed;
    }
}
