package dev.mlxj.io.npz;

import dev.mlxj.io.FileBytes;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A tensor that lies in an archive as it is. Its checksum is compared when it is mapped, and when
 * it has been read from the first byte to the last; not where only parts are read.
 */
final class StoredSource implements TensorSource {
    private final FileBytes bytes;
    private final ZipMember member;
    private final TensorSource source;
    private final Checksum checksum = new Checksum();
    private long summed;

    /**
     * A source.
     *
     * @param header the bytes of the member before the tensor
     */
    StoredSource(FileBytes bytes, ZipMember member, byte[] header, TensorSource source)
            throws IOException {
        this.bytes = bytes;
        this.member = member;
        this.source = source;
        checksum.update(header);
        requireSound();
    }

    @Override
    public DType dtype() {
        return source.dtype();
    }

    @Override
    public Shape shape() {
        return source.shape();
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
        source.read(offset, target);
        synchronized (this) {
            if (offset == summed) {
                add(target);
            }
            requireSound();
        }
    }

    @Override
    public Tensor map(Arena arena) throws IOException {
        Tensor tensor = source.map(arena);
        synchronized (this) {
            add(tensor.bytes().asSlice(summed));
            requireSound();
        }
        return tensor;
    }

    private void add(MemorySegment next) {
        checksum.update(next);
        summed += next.byteSize();
    }

    private void requireSound() throws MalformedCheckpointException {
        if (summed == byteSize() && checksum.value() != member.crc()) {
            throw bytes.malformed(
                    member.position(),
                    "zip member " + Names.quote(member.name()) + ": its checksum is wrong",
                    NpyPlace.CUT_SHORT);
        }
    }
}
