package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where a program finds the elements of one of its inputs, counted row by row. */
sealed interface Leaf {
    DType dtype();

    /** Whether all elements are one element repeated. */
    boolean isConstant();

    /** A reader of its own for one thread; what it allocates is alive as long as {@code arena}. */
    Reader reader(Arena arena, int most);

    /** Reads blocks of a leaf. */
    interface Reader {
        /** Makes the elements {@code [from, from + n)} ready to be loaded. */
        void prepare(long from, int n) throws IOException;

        /** Loads elements that have been made ready. */
        void load(long from, int n, Block block);
    }

    /** Elements in memory. */
    record InMemory(View view) implements Leaf {
        @Override
        public DType dtype() {
            return view.dtype();
        }

        @Override
        public boolean isConstant() {
            return view.isConstant();
        }

        @Override
        public Reader reader(Arena arena, int most) {
            return new Direct(view.reader());
        }
    }

    /** Elements in a file, read by position: a file that shrinks meanwhile is an exception. */
    record InFile(TensorSource source) implements Leaf {
        @Override
        public DType dtype() {
            return source.dtype();
        }

        @Override
        public boolean isConstant() {
            return false;
        }

        @Override
        public Reader reader(Arena arena, int most) {
            return new Buffered(source, arena.allocate(source.dtype().byteSize(most), 8));
        }
    }

    /** Reads where the elements lie. */
    record Direct(View.Reader elements) implements Reader {
        @Override
        public void prepare(long from, int n) {}

        @Override
        public void load(long from, int n, Block block) {
            elements.load(from, n, block);
        }
    }

    /** Reads a piece of a file into a buffer, then blocks from there. */
    final class Buffered implements Reader {
        private final TensorSource source;
        private final MemorySegment buffer;
        private long start;

        Buffered(TensorSource source, MemorySegment buffer) {
            this.source = source;
            this.buffer = buffer;
        }

        @Override
        public void prepare(long from, int n) throws IOException {
            DType dtype = source.dtype();
            source.read(dtype.byteSize(from), buffer.asSlice(0, dtype.byteSize(n)));
            start = from;
        }

        @Override
        public void load(long from, int n, Block block) {
            block.become(source.dtype());
            block.load(buffer, from - start, n);
        }
    }
}
