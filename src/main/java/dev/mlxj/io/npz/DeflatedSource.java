package dev.mlxj.io.npz;

import dev.mlxj.io.FileBytes;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A compressed tensor. Reading it from the first byte to the last unpacks it once, in constant
 * memory, also when a few threads each read a part of it so; going back unpacks it again.
 */
final class DeflatedSource implements TensorSource {
    /** Places that are remembered, each with some 160 KB of buffers. */
    private static final int MOST_OPEN = 4;

    private final FileBytes bytes;
    private final ZipMember member;
    private final NpyArray array;
    private final List<Inflation> open = new ArrayList<>();

    DeflatedSource(FileBytes bytes, ZipMember member, NpyArray array) {
        this.bytes = bytes;
        this.member = member;
        this.array = array;
    }

    @Override
    public DType dtype() {
        return array.type().dtype();
    }

    @Override
    public Shape shape() {
        return array.storedShape();
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
        Objects.checkFromIndexSize(offset, target.byteSize(), byteSize());
        long from = array.dataStart() + offset;
        Inflation inflation = take(from);
        if (inflation == null) {
            inflation = new Inflation(bytes, member);
        }
        boolean more = false;
        try {
            inflation.skipTo(from);
            inflation.read(target);
            more = inflation.position() < member.size();
        } finally {
            if (!more) {
                inflation.close();
            }
        }
        if (more) {
            giveBack(inflation);
        }
    }

    @Override
    public Tensor map(Arena arena) throws IOException {
        MemorySegment whole = UnpackedBytes.allocate(byteSize());
        read(0, whole);
        return new Tensor(dtype(), shape(), whole);
    }

    /** The one that has come furthest and is not beyond. */
    private synchronized @Nullable Inflation take(long position) {
        Inflation best = null;
        for (Inflation one : open) {
            if (one.position() <= position && (best == null || one.position() > best.position())) {
                best = one;
            }
        }
        open.remove(best);
        return best;
    }

    private synchronized void giveBack(Inflation inflation) {
        open.add(inflation);
        if (open.size() > MOST_OPEN) {
            open.removeFirst().close();
        }
    }
}
