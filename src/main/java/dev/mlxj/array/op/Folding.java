package dev.mlxj.array.op;

import dev.mlxj.array.Memory;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * The loops of reductions. The input is looked at as {@code [outer, reduced, inner]}, where inner
 * are the axes behind the last reduced one.
 *
 * <p>With nothing behind, each result is a row: blocks of it are joined element by element into one
 * block, which is then halved until one element is left; rows longer than {@link #PIECE} are cut in
 * pieces, whose results are joined the same way. Otherwise whole inner rows are joined, in groups
 * of {@link #GROUP} at first, so that no sum is a long chain. Either way the order depends on the
 * shape alone, whatever the number of threads and wherever the elements lie.
 */
final class Folding {
    /** Elements that one thread takes at a time. */
    private static final int PIECE = 32 * Block.SIZE;

    private static final long GROUP = 64;

    private final Reduction reduction;
    private final View in;
    private final Tensor out;
    private final long reduced;
    private final long inner;

    private Folding(Reduction reduction, View in, Tensor out, long reduced, long inner) {
        this.reduction = reduction;
        this.in = in;
        this.out = out;
        this.reduced = reduced;
        this.inner = inner;
    }

    static View of(Reduction reduction, View x) {
        Shape shape = x.shape();
        List<Integer> axes = reduction.axes();
        Tensor out = Memory.allocate(x.dtype(), Shapes.keeping(shape, axes));
        int last = axes.isEmpty() ? shape.rank() - 1 : axes.getLast();
        List<Integer> order = new ArrayList<>();
        long reduced = 1;
        long inner = 1;
        for (int axis = 0; axis < last; axis++) {
            if (!axes.contains(axis)) {
                order.add(axis);
            }
        }
        order.addAll(axes);
        for (int axis : axes) {
            reduced *= shape.extent(axis);
        }
        for (int axis = last + 1; axis < shape.rank(); axis++) {
            order.add(axis);
            inner *= shape.extent(axis);
        }
        if (axes.isEmpty()) {
            order = Shapes.axes(shape);
        }
        View arranged = Transpose.view(x, order).gathered();
        new Folding(reduction, arranged, out, reduced, inner).run();
        return View.of(out);
    }

    private void run() {
        long results = out.shape().elements();
        if (inner == 1 && reduced > PIECE) {
            for (long result = 0; result < results; result++) {
                longRow(result);
            }
        } else if (inner == 1) {
            int rows = (int) Math.max(1, PIECE / Math.max(1, reduced));
            Blocks.runWith(results, rows, this::rows);
        } else if (results > 0) {
            long across = Math.ceilDiv(inner, (long) Block.SIZE);
            Blocks.runWith(results / inner * across, 1, () -> columns(across));
        }
    }

    private Blocks.Body rows() {
        Fold fold = new Fold(reduction, in);
        return (first, n) -> {
            for (long row = first; row < first + n; row++) {
                fold.row(row * reduced, reduced);
                fold.total().store(out.bytes(), row, 1);
            }
        };
    }

    /** One row, its pieces shared among threads. */
    private void longRow(long row) {
        Tensor partial =
                Memory.allocate(wide(out.dtype()), Shape.of(Math.ceilDiv(reduced, (long) PIECE)));
        Blocks.runWith(reduced, PIECE, () -> piece(row, partial));
        Fold fold = new Fold(reduction, View.of(partial));
        fold.row(0, partial.shape().elements());
        fold.total().become(out.dtype());
        fold.total().store(out.bytes(), row, 1);
    }

    private Blocks.Body piece(long row, Tensor partial) {
        Fold fold = new Fold(reduction, in);
        return (first, n) -> {
            fold.row(row * reduced + first, n);
            fold.total().become(partial.dtype());
            fold.total().store(partial.bytes(), first / PIECE, 1);
        };
    }

    private Blocks.Body columns(long across) {
        Fold fold = new Fold(reduction, in);
        return (task, one) -> {
            long outer = task / across;
            long column = task % across * Block.SIZE;
            int n = (int) Math.min(Block.SIZE, inner - column);
            fold.column(outer * reduced * inner + column, inner, reduced, GROUP, n);
            fold.total().store(out.bytes(), outer * inner + column, n);
        };
    }

    /** The dtype that keeps what the lane of a dtype holds. */
    private static DType wide(DType dtype) {
        return switch (dtype.lane()) {
            case LONG -> dtype == DType.U64 ? DType.U64 : DType.I64;
            case FLOAT -> DType.F32;
            case DOUBLE -> DType.F64;
            case COMPLEX -> DType.C64;
            case OPAQUE -> throw new IllegalStateException(dtype + " has no lane");
        };
    }
}
