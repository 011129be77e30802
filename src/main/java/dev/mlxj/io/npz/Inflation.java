package dev.mlxj.io.npz;

import dev.mlxj.io.FileBytes;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks a deflated zip member from its beginning on, and checks it when its end is reached. */
final class Inflation implements AutoCloseable {
    private static final int PIECE = 64 << 10;

    private final FileBytes bytes;
    private final ZipMember member;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[PIECE];
    private final byte[] unpacked = new byte[PIECE];
    private long taken;
    private long position;

    Inflation(FileBytes bytes, ZipMember member) {
        this.bytes = bytes;
        this.member = member;
    }

    /** Bytes that have been unpacked. */
    long position() {
        return position;
    }

    /** Goes on to a later place. */
    void skipTo(long wanted) throws IOException {
        while (position < wanted) {
            unpack((int) Math.min(PIECE, wanted - position));
        }
    }

    /**
     * Fills {@code target} with what comes next.
     *
     * @throws MalformedCheckpointException if the data is broken, or is less than is claimed; with
     *     the last byte, also if it is more, or its checksum is another
     */
    void read(MemorySegment target) throws IOException {
        for (long done = 0; done < target.byteSize(); ) {
            int n = (int) Math.min(PIECE, target.byteSize() - done);
            unpack(n);
            MemorySegment.copy(MemorySegment.ofArray(unpacked), 0, target, done, n);
            done += n;
        }
        if (position == member.size()) {
            finish();
        }
    }

    /** Unpacks exactly so many bytes to the beginning of the buffer. */
    private void unpack(int count) throws IOException {
        int done = 0;
        while (done < count) {
            int n = inflate(done, count - done);
            if (n == 0 && (inflater.finished() || !feed())) {
                throw malformed("it ends after " + (position + done) + " bytes unpacked");
            }
            done += n;
        }
        crc.update(unpacked, 0, count);
        position += count;
    }

    private int inflate(int at, int count) throws MalformedCheckpointException {
        try {
            return inflater.inflate(unpacked, at, count);
        } catch (DataFormatException e) {
            throw malformed("its compressed data is broken (" + e.getMessage() + ")");
        }
    }

    private boolean feed() throws IOException {
        int n = (int) Math.min(PIECE, member.packed() - taken);
        if (n == 0 || !inflater.needsInput()) {
            return false;
        }
        bytes.read(member.position() + taken, MemorySegment.ofArray(packed).asSlice(0, n));
        inflater.setInput(packed, 0, n);
        taken += n;
        return true;
    }

    private void finish() throws IOException {
        while (!inflater.finished()) {
            if (inflate(0, 1) > 0) {
                throw malformed("it unpacks to more than " + member.size() + " bytes");
            }
            if (!inflater.finished() && !feed()) {
                throw malformed("its compressed data has no end");
            }
        }
        if (taken - inflater.getRemaining() != member.packed()) {
            throw malformed("something follows its compressed data");
        }
        if (crc.getValue() != member.crc()) {
            throw malformed("its checksum is wrong");
        }
    }

    private MalformedCheckpointException malformed(String problem) {
        return bytes.malformed(
                member.position(),
                "zip member " + Names.quote(member.name()) + ": " + problem,
                NpyPlace.CUT_SHORT);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
