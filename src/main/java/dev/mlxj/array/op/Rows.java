package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/** Each row along the last axis becomes another row of the same length and dtype. */
public interface Rows extends Primitive {
    /** Works in place; rounded to the dtype afterwards. */
    void apply(float[] row, int n);

    /** Works in place. */
    void apply(double[] row, int n);

    /** An operation that integers and bool have too. */
    interface OnIntegers extends Rows {
        /** Works in place; the caller wraps what does not fit {@code dtype}. */
        void apply(long[] row, int n, DType dtype);
    }

    /** An operation that complex numbers have too. */
    interface OnComplex extends Rows {
        /** Works in place on {@code n} numbers, real and imaginary part by turns. */
        void applyComplex(float[] row, int n);
    }

    /** The node of an operation along any axis: that axis is last while it works. */
    static Array along(Primitive operation, Array x, int axis) {
        int found = Shapes.axis(operation.name(), x, axis);
        return Rows.moved(Array.of(operation, Rows.moved(x, found, -1)), -1, found);
    }

    /** The array with one of its axes moved elsewhere, the others in their order. */
    static Array moved(Array x, int from, int to) {
        List<Integer> order = new ArrayList<>(Shapes.axes(x.shape()));
        Integer axis = order.remove(Shapes.axis("moveaxis", x, from));
        order.add(Shapes.axis("moveaxis", x, to), axis);
        return Transpose.of(x, order);
    }

    @Override
    default Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    default DType dtype(List<Array> in) {
        DType dtype = in.getFirst().dtype();
        if (dtype == DType.C64 && !(this instanceof OnComplex)) {
            throw Refusal.of(name(), "Not supported for complex64.", in);
        }
        return dtype;
    }

    @Override
    default Array batched(List<Array> in) {
        return Array.of(this, in);
    }

    @Override
    default View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        Tensor out = Memory.allocate(x.dtype(), x.shape());
        int n = Math.toIntExact(x.shape().extent(-1));
        if (x.shape().elements() > 0) {
            int rows = Math.max(1, 65_536 / n);
            Blocks.runWith(x.shape().elements() / n, rows, () -> body(x, out, n));
        }
        return View.of(out);
    }

    private Blocks.Body body(Tensor x, Tensor out, int n) {
        Row row = new Row(x, n);
        return (first, count) -> {
            for (long at = first; at < first + count; at++) {
                row.load(at);
                switch (row.lane()) {
                    case FLOAT -> apply(row.floats(), n);
                    case DOUBLE -> apply(row.doubles(), n);
                    case LONG -> ((OnIntegers) this).apply(row.longs(), n, x.dtype());
                    case COMPLEX -> ((OnComplex) this).applyComplex(row.floats(), n);
                    case OPAQUE -> throw new IllegalStateException(x.dtype() + " has no rows");
                }
                row.store(out, at);
            }
        };
    }
}
