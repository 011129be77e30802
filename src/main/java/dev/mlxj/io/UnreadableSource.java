package dev.mlxj.io;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A tensor of a stream of which only the header was read. */
record UnreadableSource(Entry entry) implements TensorSource {
    @Override
    public DType dtype() {
        return entry.dtype();
    }

    @Override
    public Shape shape() {
        return entry.shape();
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
        throw refusal();
    }

    @Override
    public Tensor map(Arena arena) throws IOException {
        throw refusal();
    }

    private IOException refusal() {
        return new IOException(
                Names.escape(entry.file().toString())
                        + ": only the header of a stream is read, tensor "
                        + Names.quote(entry.name())
                        + " needs a regular file");
    }
}
