package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.List;

/** Whether two elements stand in a relation: bool, with no gradient. */
public interface Comparison extends Pointwise {
    void apply(float[] x, float[] y, long[] out, int n);

    void apply(double[] x, double[] y, long[] out, int n);

    /** On integers and bool; {@code unsigned} if they are two's complements of U64. */
    void apply(long[] x, long[] y, long[] out, int n, boolean unsigned);

    /**
     * On complex numbers, real and imaginary part by turns; an order looks at the real part first.
     */
    void applyComplex(float[] x, float[] y, long[] out, int n);

    /** The node: both inputs promoted to one dtype and broadcast to one shape. */
    static Array of(Comparison operation, Array x, Array y) {
        return Binary.of(operation, x, y, Promotion.of(operation, x, y));
    }

    @Override
    default DType dtype(List<Array> in) {
        return DType.BOOL;
    }

    @Override
    default void apply(Block[] in, Block out, int n) {
        Block x = in[0];
        Block y = in[1];
        switch (x.lane()) {
            case FLOAT -> apply(x.floats(), y.floats(), out.longs(), n);
            case DOUBLE -> apply(x.doubles(), y.doubles(), out.longs(), n);
            case LONG -> apply(x.longs(), y.longs(), out.longs(), n, x.dtype() == DType.U64);
            case COMPLEX -> applyComplex(x.pairs(), y.pairs(), out.longs(), n);
            case OPAQUE -> throw new IllegalStateException(x.dtype() + " has no lane");
        }
    }

    @Override
    default List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
