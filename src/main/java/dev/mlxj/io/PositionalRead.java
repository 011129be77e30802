package dev.mlxj.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a file by position into any segment. */
final class PositionalRead {
    /** Bytes of one read: a buffer's limit is 2 GiB, and a heap buffer is copied through. */
    private static final long PIECE = 1 << 20;

    private PositionalRead() {}

    /**
     * Fills {@code target} with the bytes from {@code position} on.
     *
     * @return how many there were: fewer than wanted where the file ends
     */
    static long fill(FileChannel channel, MemorySegment target, long position) throws IOException {
        long done = 0;
        while (done < target.byteSize()) {
            MemorySegment piece = target.asSlice(done, Math.min(PIECE, target.byteSize() - done));
            int count;
            if (isBuffer(target)) {
                count = fill(channel, piece.asByteBuffer(), position + done);
            } else {
                ByteBuffer copy = ByteBuffer.allocate((int) piece.byteSize());
                count = fill(channel, copy, position + done);
                MemorySegment.copy(MemorySegment.ofBuffer(copy.flip()), 0, piece, 0, count);
            }
            done += count;
            if (count < piece.byteSize()) {
                break;
            }
        }
        return done;
    }

    private static int fill(FileChannel channel, ByteBuffer target, long position)
            throws IOException {
        int done = 0;
        while (target.hasRemaining()) {
            int count = channel.read(target, position + done);
            if (count <= 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    /** Whether a segment can be written as a buffer: one over a {@code float[]} cannot. */
    private static boolean isBuffer(MemorySegment target) {
        return target.isNative() || target.heapBase().orElse(null) instanceof byte[];
    }
}
