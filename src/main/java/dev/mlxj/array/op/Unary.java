package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.List;

/** {@code y = f(x)}, element by element, in the dtype of x. The loops work in place. */
public interface Unary extends Pointwise {
    void apply(float[] x, int n);

    void apply(double[] x, int n);

    /** An operation that integers and bool have too. */
    interface OnIntegers extends Unary {
        /** Works in place; the caller wraps what does not fit {@code dtype}. */
        void apply(long[] x, int n, DType dtype);
    }

    /** An operation that complex numbers have too. */
    interface OnComplex extends Unary {
        /** Works in place on {@code n} numbers, real and imaginary part by turns. */
        void applyComplex(float[] x, int n);
    }

    /** An operation that complex numbers have by a formula for one number. */
    interface ByComplex extends OnComplex {
        Complex apply(Complex z);

        @Override
        default void applyComplex(float[] x, int n) {
            for (int i = 0; i < n; i++) {
                apply(Complex.at(x, i)).put(x, i);
            }
        }
    }

    /** The node of an operation that integers do not have: they become F32 first. */
    static Array inexact(Unary operation, Array x) {
        return Array.of(operation, AsType.of(x, Promotion.inexact(operation, x)));
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
        Block x = in[0];
        if (x != out) {
            out.copyFrom(x, n);
        }
        switch (x.lane()) {
            case FLOAT -> apply(out.floats(), n);
            case DOUBLE -> apply(out.doubles(), n);
            case LONG -> ((OnIntegers) this).apply(out.longs(), n, x.dtype());
            case COMPLEX -> ((OnComplex) this).applyComplex(out.pairs(), n);
            case OPAQUE -> throw new IllegalStateException(x.dtype() + " has no lane");
        }
    }
}
