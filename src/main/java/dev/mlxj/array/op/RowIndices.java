package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.Codec;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;

/** Positions in each row along the last axis, as U32; there is no gradient. */
public interface RowIndices extends Primitive {
    /** How many positions a row of {@code n} elements gives. */
    int width(int n);

    void apply(float[] row, int n, long[] out);

    void apply(double[] row, int n, long[] out);

    /** On integers and bool; {@code unsigned} if they are two's complements of U64. */
    void apply(long[] row, int n, long[] out, boolean unsigned);

    /** On complex numbers, real and imaginary part by turns; the real part orders first. */
    void applyComplex(float[] row, int n, long[] out);

    @Override
    default Shape shape(List<Array> in) {
        long[] extents = in.getFirst().shape().toArray();
        int last = extents.length - 1;
        extents[last] = width(Math.toIntExact(extents[last]));
        return Shape.of(extents);
    }

    @Override
    default DType dtype(List<Array> in) {
        return DType.U32;
    }

    @Override
    default Array batched(List<Array> in) {
        return Array.of(this, in);
    }

    @Override
    default View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        int n = Math.toIntExact(x.shape().extent(-1));
        int width = width(n);
        long[] extents = x.shape().toArray();
        extents[extents.length - 1] = width;
        Tensor out = Memory.allocate(DType.U32, Shape.of(extents));
        if (x.shape().elements() > 0) {
            int rows = Math.max(1, 65_536 / n);
            Blocks.runWith(x.shape().elements() / n, rows, () -> body(x, out, n, width));
        }
        return View.of(out);
    }

    private Blocks.Body body(Tensor x, Tensor out, int n, int width) {
        Row row = new Row(x, n);
        Codec codec = Codec.of(DType.U32);
        long[] positions = new long[width];
        return (first, count) -> {
            for (long at = first; at < first + count; at++) {
                row.load(at);
                switch (row.lane()) {
                    case FLOAT -> apply(row.floats(), n, positions);
                    case DOUBLE -> apply(row.doubles(), n, positions);
                    case LONG -> apply(row.longs(), n, positions, x.dtype() == DType.U64);
                    case COMPLEX -> applyComplex(row.floats(), n, positions);
                    case OPAQUE -> throw new IllegalStateException(x.dtype() + " has no order");
                }
                codec.store(positions, 0, out.bytes(), at * width, width);
            }
        };
    }

    @Override
    default List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
