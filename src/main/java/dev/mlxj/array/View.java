package dev.mlxj.array;

import static dev.mlxj.array.kernel.Layouts.U16_LE;
import static dev.mlxj.array.kernel.Layouts.U32_LE;
import static dev.mlxj.array.kernel.Layouts.U64_LE;
import static dev.mlxj.array.kernel.Layouts.U8;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.TransposedCopy;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Elements in memory seen through strides: what a node of the graph evaluates to. A transposed, a
 * sliced or a broadcast array is another view of the same bytes.
 *
 * <p>Immutable; the bytes are not written once a view of them exists.
 */
public final class View {
    /** Elements that one thread copies at a time. */
    private static final int PIECE = 32 * Block.SIZE;

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
        int unit = transposedRun();
        if (unit >= 0) {
            copyTransposed(unit, dense);
        } else {
            copyRuns(dense);
        }
        return dense;
    }

    /** Each thread copies some elements, counted row by row. */
    private void copyRuns(Tensor dense) {
        Blocks.run(
                shape.elements(),
                PIECE,
                (first, n) -> copy(first, n, dense.bytes(), dtype.byteSize(first)));
    }

    /**
     * The same elements, row by row where they would be read from far apart: a copy is soon paid
     * for.
     */
    public View gathered() {
        return transposedRun() >= 0 ? of(tensor()) : this;
    }

    /** The run whose neighbours are neighbours in memory, if it is not the last; -1 if none is. */
    private int transposedRun() {
        int last = runExtents.length - 1;
        if (last < 1
                || dtype.bits() < 16
                || runExtents[last] < 8
                || Math.abs(runStrides[last]) < 8) {
            return -1;
        }
        for (int run = 0; run < last; run++) {
            if (runStrides[run] == 1 && runExtents[run] >= 8) {
                return run;
            }
        }
        return -1;
    }

    /** Tiles of the run {@code unit} and the last one. */
    private void copyTransposed(int unit, Tensor dense) {
        int last = runExtents.length - 1;
        long columns = runExtents[last];
        long below = 1;
        for (int run = unit + 1; run <= last; run++) {
            below *= runExtents[run];
        }
        long stride = below;
        long tiles = Math.ceilDiv(runExtents[unit], (long) TransposedCopy.TILE);
        long outer = shape.elements() / columns / runExtents[unit];
        Blocks.runWith(
                outer * tiles,
                1,
                () -> {
                    TransposedCopy copier = new TransposedCopy(dtype.bits());
                    return (task, one) -> {
                        long row = task % tiles * TransposedCopy.TILE;
                        long from = offset + row;
                        long to = row * stride;
                        long rest = task / tiles;
                        long place = columns;
                        for (int run = last - 1; run >= 0; run--) {
                            if (run != unit) {
                                from += rest % runExtents[run] * runStrides[run];
                                to += rest % runExtents[run] * place;
                                rest /= runExtents[run];
                            }
                            place *= runExtents[run];
                        }
                        int rows = (int) Math.min(TransposedCopy.TILE, runExtents[unit] - row);
                        copier.rows(
                                bytes,
                                from,
                                runStrides[last],
                                dense.bytes(),
                                to,
                                stride,
                                rows,
                                columns);
                    };
                });
    }

    /** The same elements under another shape of as many; a view where the strides allow it. */
    public View reshape(Shape newShape) {
        if (isDense()) {
            return new View(dtype, newShape, bytes, offset, rowMajor(newShape));
        }
        return of(new Tensor(dtype, newShape, tensor().bytes()));
    }

    /**
     * Copies the elements {@code [from, from + n)}, counted row by row, to {@code target} from byte
     * {@code targetOffset} on.
     */
    void copy(long from, long n, MemorySegment target, long targetOffset) {
        if (n == 0) {
            return;
        }
        int last = runExtents.length - 1;
        long extent = last < 0 ? 1 : runExtents[last];
        long stride = last < 0 ? 0 : runStrides[last];
        if (isDense()) {
            MemorySegment.copy(bytes, at(offset + from), target, targetOffset, dtype.byteSize(n));
            return;
        }
        long written = targetOffset / dtype.byteSize(1);
        long row = from / extent;
        long column = from % extent;
        long left = n;
        while (left > 0) {
            long length = Math.min(left, extent - column);
            copyRun(rowOffset(row, last) + column * stride, stride, length, target, written, 1);
            written += length;
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

    /**
     * Copies the elements that this view would look at {@code shift} elements further, as the
     * {@code place}-th of many such pieces of a tensor.
     */
    public void copy(long shift, Tensor target, long place) {
        long n = shape.elements();
        if (n == 1 || isDense()) {
            copyRun(offset + shift, 1, n, target.bytes(), place * n, 1);
        } else {
            restride(shape, shift, strides).copy(0, n, target.bytes(), at(place * n));
        }
    }

    /** Copies the elements to where another view of the same shape and dtype looks. */
    public void copyTo(View target) {
        if (target.isDense()) {
            copy(0, shape.elements(), target.bytes, at(target.offset));
            return;
        }
        int last = shape.rank() - 1;
        long n = shape.extent(last);
        long rows = n == 0 ? 0 : shape.elements() / n;
        for (long row = 0; row < rows; row++) {
            long from = offset;
            long to = target.offset;
            long rest = row;
            for (int axis = last - 1; axis >= 0; axis--) {
                from += rest % shape.extent(axis) * strides[axis];
                to += rest % shape.extent(axis) * target.strides[axis];
                rest /= shape.extent(axis);
            }
            copyRun(from, strides[last], n, target.bytes, to, target.strides[last]);
        }
    }

    /** Copies {@code n} elements; places and strides are in elements. */
    private void copyRun(long from, long stride, long n, MemorySegment target, long to, long step) {
        if (stride == 1 && step == 1) {
            MemorySegment.copy(bytes, at(from), target, at(to), dtype.byteSize(n));
            return;
        }
        switch (dtype.bits()) {
            case 8 -> {
                for (long i = 0; i < n; i++) {
                    target.set(U8, to + i * step, bytes.get(U8, from + i * stride));
                }
            }
            case 16 -> {
                for (long i = 0; i < n; i++) {
                    short element = bytes.get(U16_LE, 2 * (from + i * stride));
                    target.set(U16_LE, 2 * (to + i * step), element);
                }
            }
            case 32 -> {
                for (long i = 0; i < n; i++) {
                    int element = bytes.get(U32_LE, 4 * (from + i * stride));
                    target.set(U32_LE, 4 * (to + i * step), element);
                }
            }
            case 64 -> {
                for (long i = 0; i < n; i++) {
                    long element = bytes.get(U64_LE, 8 * (from + i * stride));
                    target.set(U64_LE, 8 * (to + i * step), element);
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
