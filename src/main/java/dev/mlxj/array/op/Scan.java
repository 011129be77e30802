package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;

import java.util.List;

/** Each element of a row becomes what the elements up to it come to. */
public interface Scan extends Rows {
    /** Whether it goes from the last element to the first. */
    boolean reverse();

    /** Whether the element itself counts. */
    boolean inclusive();

    /** What no elements come to. */
    double start();

    /** Scans forwards, the element itself included. */
    void scan(float[] row, int n);

    /** Scans forwards, the element itself included. */
    void scan(double[] row, int n);

    /** A scan that integers and bool have too. */
    interface OnIntegers extends Scan, Rows.OnIntegers {
        /** What no elements come to. */
        long start(DType dtype);

        /** Scans forwards, the element itself included. */
        void scan(long[] row, int n, DType dtype);

        @Override
        default void apply(long[] row, int n, DType dtype) {
            if (reverse()) {
                flip(row, n);
            }
            scan(row, n, dtype);
            if (!inclusive()) {
                System.arraycopy(row, 0, row, 1, n - 1);
                row[0] = start(dtype);
            }
            if (reverse()) {
                flip(row, n);
            }
        }
    }

    /** A scan that complex numbers have too. */
    interface OnComplex extends Scan, Rows.OnComplex {
        /** What the elements up to one and the next one come to. */
        Complex join(Complex total, Complex next);

        /** What no complex numbers come to. */
        default Complex startComplex() {
            return new Complex(start(), 0);
        }

        @Override
        default void applyComplex(float[] row, int n) {
            Complex total = startComplex();
            for (int step = 0; step < n; step++) {
                int i = reverse() ? n - 1 - step : step;
                Complex before = total;
                Complex next = Complex.at(row, i);
                total = step == 0 ? next : join(total, next);
                (inclusive() ? total : before).put(row, i);
            }
        }
    }

    @Override
    default void apply(float[] row, int n) {
        if (reverse()) {
            flip(row, n);
        }
        scan(row, n);
        if (!inclusive()) {
            System.arraycopy(row, 0, row, 1, n - 1);
            row[0] = (float) start();
        }
        if (reverse()) {
            flip(row, n);
        }
    }

    @Override
    default void apply(double[] row, int n) {
        if (reverse()) {
            flip(row, n);
        }
        scan(row, n);
        if (!inclusive()) {
            System.arraycopy(row, 0, row, 1, n - 1);
            row[0] = start();
        }
        if (reverse()) {
            flip(row, n);
        }
    }

    /**
     * The cotangents of an exclusive scan as those of the inclusive one: element i of the one is
     * element i - 1 of the other, and the first depends on nothing.
     */
    static Array shifted(Array cotangent, boolean reverse) {
        long n = cotangent.shape().extent(-1);
        Array kept = cotangent.slice(-1, reverse ? 0 : 1, reverse ? n - 1 : n);
        Array nothing =
                Array.zeros(
                        cotangent.dtype(),
                        Shapes.with(cotangent.shape(), cotangent.ndim() - 1, 1).toArray());
        return Concatenate.of(reverse ? List.of(nothing, kept) : List.of(kept, nothing), -1);
    }

    private static void flip(float[] row, int n) {
        for (int i = 0, j = n - 1; i < j; i++, j--) {
            float x = row[i];
            row[i] = row[j];
            row[j] = x;
        }
    }

    private static void flip(double[] row, int n) {
        for (int i = 0, j = n - 1; i < j; i++, j--) {
            double x = row[i];
            row[i] = row[j];
            row[j] = x;
        }
    }

    private static void flip(long[] row, int n) {
        for (int i = 0, j = n - 1; i < j; i++, j--) {
            long x = row[i];
            row[i] = row[j];
            row[j] = x;
        }
    }
}
