package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.array.BlockConsumer;
import dev.mlxj.array.kernel.Cast;
import dev.mlxj.array.kernel.Overflow;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Where the bytes of a tensor come from that is going to be written. Nothing is read or computed
 * until {@link #stream} is called; any number of threads may stream disjoint pieces at once.
 */
public sealed interface Content {
    DType dtype();

    Shape shape();

    /** Bytes that are read for it; for a graph, about as many as it gives. */
    long sourceBytes();

    /** The same as a leaf of the lazy graph, or as the node that computes it. */
    Array array();

    /**
     * Gives the elements {@code [from, to)} to {@code consumer}, in order.
     *
     * @param from a border that falls on a whole byte
     * @param scratch at least 4 KiB of off-heap memory, used until this returns
     * @return what was lost on the way
     */
    Losses stream(long from, long to, MemorySegment scratch, BlockConsumer consumer)
            throws IOException;

    /**
     * The bytes of a tensor as they are, whatever its dtype.
     *
     * @param checkpoint the one that lists {@code entry}
     */
    record Kept(Entry entry, Checkpoint checkpoint) implements Content {
        @Override
        public DType dtype() {
            return entry.dtype();
        }

        @Override
        public Shape shape() {
            return entry.shape();
        }

        @Override
        public long sourceBytes() {
            return entry.byteSize();
        }

        @Override
        public Array array() {
            return Array.of(checkpoint.source(entry.name()));
        }

        @Override
        public Losses stream(long from, long to, MemorySegment scratch, BlockConsumer consumer)
                throws IOException {
            TensorSource source = checkpoint.source(entry.name());
            long end = dtype().byteSize(to);
            for (long at = dtype().byteSize(from); at < end; at += scratch.byteSize()) {
                MemorySegment block = scratch.asSlice(0, Math.min(scratch.byteSize(), end - at));
                source.read(at, block);
                consumer.accept(at, block);
            }
            return Losses.NONE;
        }
    }

    /**
     * A tensor in another dtype, with what that loses counted.
     *
     * @param shape as many elements as the source has
     * @param exact whether elements that come back as another value are counted too
     */
    record Converted(
            TensorSource source, DType dtype, Shape shape, Overflow overflow, boolean exact)
            implements Content {
        @Override
        public long sourceBytes() {
            return source.byteSize();
        }

        @Override
        public Array array() {
            return Array.of(source).astype(dtype);
        }

        @Override
        public Losses stream(long from, long to, MemorySegment scratch, BlockConsumer consumer)
                throws IOException {
            DType stored = source.dtype();
            Cast cast = Cast.of(stored, dtype, overflow).counting();
            ExactCheck check = exact ? new ExactCheck(stored, dtype) : null;
            // Blocks of whole pages where there is room: their borders do not show in the result.
            long most = scratch.byteSize() * 8 / (stored.bits() + dtype.bits()) / 64 * 64;
            MemorySegment in = scratch.asSlice(0, stored.byteSize(most));
            MemorySegment out = scratch.asSlice(in.byteSize(), dtype.byteSize(most));
            for (long at = from; at < to; at += most) {
                long n = Math.min(most, to - at);
                MemorySegment read = in.asSlice(0, stored.byteSize(n));
                MemorySegment written = out.asSlice(0, dtype.byteSize(n));
                source.read(stored.byteSize(at), read);
                cast.run(read, written, n);
                if (check != null) {
                    check.count(read, written, n);
                }
                consumer.accept(dtype.byteSize(at), written);
            }
            return new Losses(cast.losses(), check == null ? 0 : check.changed());
        }
    }

    /** What a graph computes. */
    record Computed(Array array) implements Content {
        @Override
        public long sourceBytes() {
            return array.dtype().byteSize(array.size());
        }

        @Override
        public DType dtype() {
            return array.dtype();
        }

        @Override
        public Shape shape() {
            return array.shape();
        }

        @Override
        public Losses stream(long from, long to, MemorySegment scratch, BlockConsumer consumer)
                throws IOException {
            array.stream(from, to, consumer);
            return Losses.NONE;
        }
    }

    /**
     * What a graph computes, in another dtype, with what that loses counted.
     *
     * @param computed in the dtype that the graph gives
     */
    record Rounded(Array computed, DType dtype) implements Content {
        @Override
        public long sourceBytes() {
            return dtype.byteSize(computed.size());
        }

        @Override
        public Shape shape() {
            return computed.shape();
        }

        @Override
        public Array array() {
            return computed.astype(dtype);
        }

        @Override
        public Losses stream(long from, long to, MemorySegment scratch, BlockConsumer consumer)
                throws IOException {
            DType given = computed.dtype();
            Cast cast = Cast.of(given, dtype).counting();
            long most = scratch.byteSize() * 8 / dtype.bits() / 64 * 64;
            computed.stream(
                    from,
                    to,
                    (offset, block) -> {
                        long first = offset * 8 / given.bits();
                        long elements = block.byteSize() * 8 / given.bits();
                        for (long at = 0; at < elements; at += most) {
                            long n = Math.min(most, elements - at);
                            MemorySegment written = scratch.asSlice(0, dtype.byteSize(n));
                            cast.run(block.asSlice(given.byteSize(at)), written, n);
                            consumer.accept(dtype.byteSize(first + at), written);
                        }
                    });
            return new Losses(cast.losses(), 0);
        }
    }
}
