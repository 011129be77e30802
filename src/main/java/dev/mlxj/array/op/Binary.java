package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;

/** {@code z = f(x, y)}, element by element, in one dtype. The loops put z in the place of x. */
public interface Binary extends Pointwise {
    void apply(float[] x, float[] y, int n);

    void apply(double[] x, double[] y, int n);

    /** An operation that integers and bool have too. */
    interface OnIntegers extends Binary {
        /** Puts z in the place of x; the caller wraps what does not fit {@code dtype}. */
        void apply(long[] x, long[] y, int n, DType dtype);
    }

    /** An operation that complex numbers have too. */
    interface OnComplex extends Binary {
        /** Works on {@code n} numbers, real and imaginary part by turns. */
        void applyComplex(float[] x, float[] y, int n);
    }

    /** An operation that complex numbers have by a formula for two numbers. */
    interface ByComplex extends OnComplex {
        Complex apply(Complex x, Complex y);

        @Override
        default void applyComplex(float[] x, float[] y, int n) {
            for (int i = 0; i < n; i++) {
                apply(Complex.at(x, i), Complex.at(y, i)).put(x, i);
            }
        }
    }

    /** The node: both inputs promoted to one dtype and broadcast to one shape. */
    static Array of(Binary operation, Array x, Array y) {
        return of(operation, x, y, Promotion.of(operation, x, y));
    }

    /** The node of an operation that integers do not have: they become F32 first. */
    static Array inexact(Binary operation, Array x, Array y) {
        return of(operation, x, y, Promotion.inexact(Promotion.of(operation, x, y)));
    }

    /** The node, computed in {@code dtype}. */
    static Array of(Pointwise operation, Array x, Array y, DType dtype) {
        Shape shape = BroadcastTo.shape(operation, x, y);
        return Array.of(
                operation,
                BroadcastTo.of(AsType.of(x, dtype), shape),
                BroadcastTo.of(AsType.of(y, dtype), shape));
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
    default void apply(Block[] in, Block out, int n) {
        if (in[0] != out) {
            out.copyFrom(in[0], n);
        }
        Block y = in[1];
        switch (y.lane()) {
            case FLOAT -> apply(out.floats(), y.floats(), n);
            case DOUBLE -> apply(out.doubles(), y.doubles(), n);
            case LONG -> ((OnIntegers) this).apply(out.longs(), y.longs(), n, y.dtype());
            case COMPLEX -> ((OnComplex) this).applyComplex(out.pairs(), y.pairs(), n);
            case OPAQUE -> throw new IllegalStateException(y.dtype() + " has no lane");
        }
    }
}
