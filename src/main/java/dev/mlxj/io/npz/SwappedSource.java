package dev.mlxj.io.npz;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** A tensor whose numbers stand in the file with their most significant byte first. */
final class SwappedSource implements TensorSource {
    private final TensorSource source;

    /** Bytes of one number; a complex element is two. */
    private final int unit;

    SwappedSource(TensorSource source) {
        this.source = source;
        this.unit = source.dtype() == DType.C64 ? 4 : source.dtype().bits() / Byte.SIZE;
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
        Objects.checkFromIndexSize(offset, target.byteSize(), byteSize());
        long from = offset - offset % unit;
        long to = offset + target.byteSize();
        long rest = to % unit;
        if (from == offset && rest == 0) {
            source.read(offset, target);
            swap(target);
        } else {
            // A piece that does not end between numbers; nothing that is written here asks for one.
            try (Arena arena = Arena.ofConfined()) {
                long whole = to - from + (rest == 0 ? 0 : unit - rest);
                MemorySegment numbers = arena.allocate(whole);
                source.read(from, numbers);
                swap(numbers);
                target.copyFrom(numbers.asSlice(offset - from, target.byteSize()));
            }
        }
    }

    @Override
    public Tensor map(Arena arena) throws IOException {
        MemorySegment numbers = UnpackedBytes.allocate(byteSize());
        read(0, numbers);
        return new Tensor(dtype(), shape(), numbers);
    }

    private void swap(MemorySegment numbers) {
        for (long at = 0; at < numbers.byteSize(); at += unit) {
            switch (unit) {
                case 2 -> {
                    short bits = numbers.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
                    numbers.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, Short.reverseBytes(bits));
                }
                case 4 -> {
                    int bits = numbers.get(ValueLayout.JAVA_INT_UNALIGNED, at);
                    numbers.set(ValueLayout.JAVA_INT_UNALIGNED, at, Integer.reverseBytes(bits));
                }
                case 8 -> {
                    long bits = numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
                    numbers.set(ValueLayout.JAVA_LONG_UNALIGNED, at, Long.reverseBytes(bits));
                }
                default -> throw new IllegalStateException("numbers of " + unit + " bytes");
            }
        }
    }
}
