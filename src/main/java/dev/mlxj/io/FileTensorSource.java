package dev.mlxj.io;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A tensor in a file: read by position, or mapped. */
final class FileTensorSource implements TensorSource {
    /** Bytes of one read: a buffer's limit is 2 GiB, and a heap buffer is copied through. */
    private static final long PIECE = 1 << 20;

    private final Entry entry;
    private final OpenFiles files;

    FileTensorSource(Entry entry, OpenFiles files) {
        this.entry = entry;
        this.files = files;
    }

    @Override
    public DType dtype() {
        return entry.dtype();
    }

    @Override
    public Shape shape() {
        return entry.shape();
    }

    @Override
    public long byteSize() {
        return entry.byteSize();
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
        Objects.checkFromIndexSize(offset, target.byteSize(), byteSize());
        try (OpenFiles.Lease lease = files.lease(entry.file())) {
            long done = 0;
            while (done < target.byteSize()) {
                long size = Math.min(PIECE, target.byteSize() - done);
                ByteBuffer piece = target.asSlice(done, size).asByteBuffer();
                int count = lease.channel().read(piece, entry.position() + offset + done);
                if (count <= 0) {
                    throw ended(entry.position() + offset + done);
                }
                done += count;
            }
        }
    }

    @Override
    public Tensor map(Arena arena) throws IOException {
        if (byteSize() == 0) {
            return new Tensor(dtype(), shape(), MemorySegment.NULL);
        }
        try (OpenFiles.Lease lease = files.lease(entry.file())) {
            FileChannel channel = lease.channel();
            if (channel.size() < entry.end()) {
                throw ended(channel.size());
            }
            MemorySegment bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, entry.position(), byteSize(), arena);
            return new Tensor(dtype(), shape(), bytes);
        }
    }

    private InputChangedException ended(long at) {
        return new InputChangedException(
                entry.file(),
                "it ends at byte "
                        + at
                        + ", within tensor "
                        + Names.quote(entry.name())
                        + " that ends at "
                        + entry.end());
    }
}
