package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Elements in memory seen through strides: what a node of the graph evaluates to. A transposed, a
 * sliced or a broadcast array is another view of the same bytes.
 *
 * <p>Immutable; the bytes are not written once a view of them exists.
 */
public final class View {
    private final DType dtype;
    private final Shape shape;
    private final MemorySegment bytes;
    private final long offset;
    private final long[] strides;

    /** The strides with neighbouring axes merged where one step leads from one into the other. */
    private final long[] runExtents;

    private final long[] runStrides;

    /**
     * A view.
     *
     * @param offset of the first element, in elements from the start of {@code bytes}
     * @param strides in elements, one an axis; 0 repeats, negative runs backwards
     */
    View(DType dtype, Shape shape, MemorySegment bytes, long offset, long[] strides) {
        this.dtype = dtype;
        this.shape = shape;
        this.bytes = bytes;
        this.offset = offset;
        this.strides = strides;
        long[] extents = new long[shape.rank()];
        long[] merged = new long[shape.rank()];
        int runs = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            long extent = shape.extent(axis);
            if (extent == 1) {
                continue;
            }
            if (runs > 0 && merged[runs - 1] == strides[axis] * extent) {
                extents[runs - 1] *= extent;
                merged[runs - 1] = strides[axis];
            } else {
                extents[runs] = extent;
                merged[runs++] = strides[axis];
            }
        }
        this.runExtents = Arrays.copyOf(extents, runs);
        this.runStrides = Arrays.copyOf(merged, runs);
    }

    /** The tensor itself, row by row. */
    public static View of(Tensor tensor) {
        return new View(
                tensor.dtype(), tensor.shape(), tensor.bytes(), 0, rowMajor(tensor.shape()));
    }

    /** Strides of elements that stand row by row. */
    static long[] rowMajor(Shape shape) {
        long[] strides = new long[shape.rank()];
        long step = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape.extent(axis));
        }
        return strides;
    }

    public DType dtype() {
        return dtype;
    }

    public Shape shape() {
        return shape;
    }

    /** Elements between neighbours along an axis. */
    public long stride(int axis) {
        return strides[axis];
    }

    /** The bytes that this view looks at, and mostly others too. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** The first element, counted in elements from the start of {@link #bytes}. */
    public long offset() {
        return offset;
    }

    /**
     * The same bytes with another shape and other strides; {@code shift} moves the first element.
     */
    public View restride(Shape newShape, long shift, long... newStrides) {
        return new View(dtype, newShape, bytes, offset + shift, newStrides);
    }

    /** Whether the elements stand row by row without gaps. */
    public boolean isDense() {
        return shape.elements() <= 1
                || runExtents.length == 0
                || (runExtents.length == 1 && runStrides[0] == 1);
    }

    /** Whether all elements are one element repeated. */
    boolean isConstant() {
        return shape.elements() > 0
                && (runExtents.length == 0 || (runExtents.length == 1 && runStrides[0] == 0));
    }

    /** The elements row by row: the same bytes where they stand so already, a copy elsewhere. */
    public Tensor tensor() {
        long size = dtype.byteSize(shape.elements());
        if (isDense()) {
            return new Tensor(
                    dtype,
                    shape,
                    size == 0 ? bytes.asSlice(0, 0) : bytes.asSlice(at(offset), size));
        }
        Tensor dense = Memory.allocate(dtype, shape);
        copy(0, shape.elements(), dense.bytes(), 0);
        return dense;
    }

    /** The same elements under another shape of as many; a view where the strides allow it. */
    public View reshape(Shape newShape) {
        if (isDense()) {
            return new View(dtype, newShape, bytes, offset, rowMajor(newShape));
        }
        return of(new Tensor(dtype, newShape, tensor().bytes()));
    }

    /** Copies elements, counted row by row, from {@code from} to {@code from + n}. */
    void copy(long from, long n, MemorySegment target, long targetOffset) {
        if (n == 0) {
            return;
        }
        int last = runExtents.length - 1;
        long extent = last < 0 ? 1 : runExtents[last];
        long stride = last < 0 ? 0 : runStrides[last];
        long size = dtype.byteSize(1);
        long row = from / extent;
        long column = from % extent;
        long written = targetOffset;
        long left = n;
        while (left > 0) {
            long length = Math.min(left, extent - column);
            copyRun(rowOffset(row, last) + column * stride, stride, length, target, written);
            written += length * size;
            left -= length;
            column = 0;
            row++;
        }
    }

    /** A reader of blocks, for one thread. */
    public Reader reader() {
        return new Reader();
    }

    /** Loads elements, counted row by row, into blocks. */
    public final class Reader {
        private final MemorySegment gathered =
                isDense()
                        ? MemorySegment.NULL
                        : MemorySegment.ofArray(new long[Block.SIZE * dtype.bits() / 64 + 1]);

        private Reader() {}

        /** Loads the elements {@code [from, from + n)}, which must fit a block. */
        public void load(long from, int n, Block block) {
            block.become(dtype);
            if (isDense()) {
                block.load(bytes, offset + from, n);
            } else {
                copy(from, n, gathered, 0);
                block.load(gathered, 0, n);
            }
        }
    }

    private long rowOffset(long row, int last) {
        long position = offset;
        long rest = row;
        for (int axis = last - 1; axis >= 0; axis--) {
            position += rest % runExtents[axis] * runStrides[axis];
            rest /= runExtents[axis];
        }
        return position;
    }

    private void copyRun(long first, long stride, long n, MemorySegment target, long at) {
        if (stride == 1) {
            MemorySegment.copy(bytes, at(first), target, at, dtype.byteSize(n));
            return;
        }
        switch (dtype.bits()) {
            case 8 -> {
                for (long i = 0; i < n; i++) {
                    byte value = bytes.get(ValueLayout.JAVA_BYTE, first + i * stride);
                    target.set(ValueLayout.JAVA_BYTE, at + i, value);
                }
            }
            case 16 -> {
                for (long i = 0; i < n; i++) {
                    short value =
                            bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * (first + i * stride));
                    target.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + 2 * i, value);
                }
            }
            case 32 -> {
                for (long i = 0; i < n; i++) {
                    int value = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, 4 * (first + i * stride));
                    target.set(ValueLayout.JAVA_INT_UNALIGNED, at + 4 * i, value);
                }
            }
            case 64 -> {
                for (long i = 0; i < n; i++) {
                    long value =
                            bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, 8 * (first + i * stride));
                    target.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8 * i, value);
                }
            }
            default ->
                    throw new IllegalArgumentException(
                            dtype + " elements do not fill bytes; only whole tensors are read");
        }
    }

    private long at(long element) {
        return element == 0 ? 0 : dtype.byteSize(element);
    }
}
