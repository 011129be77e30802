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
            long position = entry.position() + offset;
            for (long done = 0; done < target.byteSize(); done += PIECE) {
                MemorySegment piece =
                        target.asSlice(done, Math.min(PIECE, target.byteSize() - done));
                if (isBuffer(target)) {
                    fill(lease.channel(), piece.asByteBuffer(), position + done);
                } else {
                    ByteBuffer copy = ByteBuffer.allocate((int) piece.byteSize());
                    fill(lease.channel(), copy, position + done);
                    piece.copyFrom(MemorySegment.ofBuffer(copy.flip()));
                }
            }
        }
    }

    private void fill(FileChannel channel, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count <= 0) {
                throw ended(at);
            }
            at += count;
        }
    }

    /** Whether a segment can be written as a buffer: one over a {@code float[]} cannot. */
    private static boolean isBuffer(MemorySegment target) {
        return target.isNative() || target.heapBase().orElse(null) instanceof byte[];
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
            return new Tensor(dtype(), shape(), map(channel, arena));
        }
    }

    private MemorySegment map(FileChannel channel, Arena arena) throws IOException {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, entry.position(), byteSize(), arena);
        } catch (IOException e) {
            if (!(e.getCause() instanceof OutOfMemoryError)) {
                throw e;
            }
            throw new IOException(
                    Names.escape(entry.file().toString())
                            + ": no room to map "
                            + byteSize()
                            + " bytes; the limit may be vm.max_map_count, or ulimit -v",
                    e);
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
