package dev.mlxj.io;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A tensor in a file: read by position, or mapped. */
final class FileTensorSource implements TensorSource {
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
            long count = PositionalRead.fill(lease.channel(), target, position);
            if (count < target.byteSize()) {
                throw ended(position + count);
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
