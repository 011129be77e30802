package dev.mlxj.array.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link FloatVectors}, in F64. */
final class DoubleVectors {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

    /** Numbers in a vector. */
    static final int LANES = S.length();

    /** Rows of the product that one call continues. */
    static final int ROWS = 12;

    private static final int DEPTH = GemmKernel.DEPTH;

    private DoubleVectors() {}

    /**
     * Continues the sums of a strip of two vectors of {@link #ROWS} rows.
     *
     * @param a rows of the left factor, one after another, each of {@code DEPTH} numbers
     * @param row where the first of them begins
     * @param b rows of a strip of the right factor, one after another
     * @param strip where the first of them begins
     * @param deep how many products are added to each sum
     * @param c the sums, {@code stride} from one row to the next
     * @param at where the first of them is
     */
    static void multiply(
            double[] a, int row, double[] b, int strip, int deep, double[] c, int at, int stride) {
        if (S.vectorBitSize() == 512) {
            twelveByTwo(a, row, b, strip, deep, c, at, stride);
        } else {
            sixByTwo(a, row, b, strip, deep, c, at, stride);
            sixByTwo(a, row + 6 * DEPTH, b, strip, deep, c, at + 6 * stride, stride);
        }
    }

    /** 24 accumulators and 3 operands, of 32 registers. */
    private static void twelveByTwo(
            double[] a, int row, double[] b, int strip, int deep, double[] c, int at, int stride) {
        DoubleVector c0x = DoubleVector.fromArray(S, c, at);
        DoubleVector c0y = DoubleVector.fromArray(S, c, at + LANES);
        DoubleVector c1x = DoubleVector.fromArray(S, c, at + stride);
        DoubleVector c1y = DoubleVector.fromArray(S, c, at + stride + LANES);
        DoubleVector c2x = DoubleVector.fromArray(S, c, at + 2 * stride);
        DoubleVector c2y = DoubleVector.fromArray(S, c, at + 2 * stride + LANES);
        DoubleVector c3x = DoubleVector.fromArray(S, c, at + 3 * stride);
        DoubleVector c3y = DoubleVector.fromArray(S, c, at + 3 * stride + LANES);
        DoubleVector c4x = DoubleVector.fromArray(S, c, at + 4 * stride);
        DoubleVector c4y = DoubleVector.fromArray(S, c, at + 4 * stride + LANES);
        DoubleVector c5x = DoubleVector.fromArray(S, c, at + 5 * stride);
        DoubleVector c5y = DoubleVector.fromArray(S, c, at + 5 * stride + LANES);
        DoubleVector c6x = DoubleVector.fromArray(S, c, at + 6 * stride);
        DoubleVector c6y = DoubleVector.fromArray(S, c, at + 6 * stride + LANES);
        DoubleVector c7x = DoubleVector.fromArray(S, c, at + 7 * stride);
        DoubleVector c7y = DoubleVector.fromArray(S, c, at + 7 * stride + LANES);
        DoubleVector c8x = DoubleVector.fromArray(S, c, at + 8 * stride);
        DoubleVector c8y = DoubleVector.fromArray(S, c, at + 8 * stride + LANES);
        DoubleVector c9x = DoubleVector.fromArray(S, c, at + 9 * stride);
        DoubleVector c9y = DoubleVector.fromArray(S, c, at + 9 * stride + LANES);
        DoubleVector c10x = DoubleVector.fromArray(S, c, at + 10 * stride);
        DoubleVector c10y = DoubleVector.fromArray(S, c, at + 10 * stride + LANES);
        DoubleVector c11x = DoubleVector.fromArray(S, c, at + 11 * stride);
        DoubleVector c11y = DoubleVector.fromArray(S, c, at + 11 * stride + LANES);
        for (int k = 0; k < deep; k++) {
            DoubleVector x = DoubleVector.fromArray(S, b, strip + 2 * LANES * k);
            DoubleVector y = DoubleVector.fromArray(S, b, strip + 2 * LANES * k + LANES);
            DoubleVector a0 = DoubleVector.broadcast(S, a[row + k]);
            c0x = a0.fma(x, c0x);
            c0y = a0.fma(y, c0y);
            DoubleVector a1 = DoubleVector.broadcast(S, a[row + DEPTH + k]);
            c1x = a1.fma(x, c1x);
            c1y = a1.fma(y, c1y);
            DoubleVector a2 = DoubleVector.broadcast(S, a[row + 2 * DEPTH + k]);
            c2x = a2.fma(x, c2x);
            c2y = a2.fma(y, c2y);
            DoubleVector a3 = DoubleVector.broadcast(S, a[row + 3 * DEPTH + k]);
            c3x = a3.fma(x, c3x);
            c3y = a3.fma(y, c3y);
            DoubleVector a4 = DoubleVector.broadcast(S, a[row + 4 * DEPTH + k]);
            c4x = a4.fma(x, c4x);
            c4y = a4.fma(y, c4y);
            DoubleVector a5 = DoubleVector.broadcast(S, a[row + 5 * DEPTH + k]);
            c5x = a5.fma(x, c5x);
            c5y = a5.fma(y, c5y);
            DoubleVector a6 = DoubleVector.broadcast(S, a[row + 6 * DEPTH + k]);
            c6x = a6.fma(x, c6x);
            c6y = a6.fma(y, c6y);
            DoubleVector a7 = DoubleVector.broadcast(S, a[row + 7 * DEPTH + k]);
            c7x = a7.fma(x, c7x);
            c7y = a7.fma(y, c7y);
            DoubleVector a8 = DoubleVector.broadcast(S, a[row + 8 * DEPTH + k]);
            c8x = a8.fma(x, c8x);
            c8y = a8.fma(y, c8y);
            DoubleVector a9 = DoubleVector.broadcast(S, a[row + 9 * DEPTH + k]);
            c9x = a9.fma(x, c9x);
            c9y = a9.fma(y, c9y);
            DoubleVector a10 = DoubleVector.broadcast(S, a[row + 10 * DEPTH + k]);
            c10x = a10.fma(x, c10x);
            c10y = a10.fma(y, c10y);
            DoubleVector a11 = DoubleVector.broadcast(S, a[row + 11 * DEPTH + k]);
            c11x = a11.fma(x, c11x);
            c11y = a11.fma(y, c11y);
        }
        c0x.intoArray(c, at);
        c0y.intoArray(c, at + LANES);
        c1x.intoArray(c, at + stride);
        c1y.intoArray(c, at + stride + LANES);
        c2x.intoArray(c, at + 2 * stride);
        c2y.intoArray(c, at + 2 * stride + LANES);
        c3x.intoArray(c, at + 3 * stride);
        c3y.intoArray(c, at + 3 * stride + LANES);
        c4x.intoArray(c, at + 4 * stride);
        c4y.intoArray(c, at + 4 * stride + LANES);
        c5x.intoArray(c, at + 5 * stride);
        c5y.intoArray(c, at + 5 * stride + LANES);
        c6x.intoArray(c, at + 6 * stride);
        c6y.intoArray(c, at + 6 * stride + LANES);
        c7x.intoArray(c, at + 7 * stride);
        c7y.intoArray(c, at + 7 * stride + LANES);
        c8x.intoArray(c, at + 8 * stride);
        c8y.intoArray(c, at + 8 * stride + LANES);
        c9x.intoArray(c, at + 9 * stride);
        c9y.intoArray(c, at + 9 * stride + LANES);
        c10x.intoArray(c, at + 10 * stride);
        c10y.intoArray(c, at + 10 * stride + LANES);
        c11x.intoArray(c, at + 11 * stride);
        c11y.intoArray(c, at + 11 * stride + LANES);
    }

    /** 12 accumulators and 3 operands, of 16 registers. */
    private static void sixByTwo(
            double[] a, int row, double[] b, int strip, int deep, double[] c, int at, int stride) {
        DoubleVector c0x = DoubleVector.fromArray(S, c, at);
        DoubleVector c0y = DoubleVector.fromArray(S, c, at + LANES);
        DoubleVector c1x = DoubleVector.fromArray(S, c, at + stride);
        DoubleVector c1y = DoubleVector.fromArray(S, c, at + stride + LANES);
        DoubleVector c2x = DoubleVector.fromArray(S, c, at + 2 * stride);
        DoubleVector c2y = DoubleVector.fromArray(S, c, at + 2 * stride + LANES);
        DoubleVector c3x = DoubleVector.fromArray(S, c, at + 3 * stride);
        DoubleVector c3y = DoubleVector.fromArray(S, c, at + 3 * stride + LANES);
        DoubleVector c4x = DoubleVector.fromArray(S, c, at + 4 * stride);
        DoubleVector c4y = DoubleVector.fromArray(S, c, at + 4 * stride + LANES);
        DoubleVector c5x = DoubleVector.fromArray(S, c, at + 5 * stride);
        DoubleVector c5y = DoubleVector.fromArray(S, c, at + 5 * stride + LANES);
        for (int k = 0; k < deep; k++) {
            DoubleVector x = DoubleVector.fromArray(S, b, strip + 2 * LANES * k);
            DoubleVector y = DoubleVector.fromArray(S, b, strip + 2 * LANES * k + LANES);
            DoubleVector a0 = DoubleVector.broadcast(S, a[row + k]);
            c0x = a0.fma(x, c0x);
            c0y = a0.fma(y, c0y);
            DoubleVector a1 = DoubleVector.broadcast(S, a[row + DEPTH + k]);
            c1x = a1.fma(x, c1x);
            c1y = a1.fma(y, c1y);
            DoubleVector a2 = DoubleVector.broadcast(S, a[row + 2 * DEPTH + k]);
            c2x = a2.fma(x, c2x);
            c2y = a2.fma(y, c2y);
            DoubleVector a3 = DoubleVector.broadcast(S, a[row + 3 * DEPTH + k]);
            c3x = a3.fma(x, c3x);
            c3y = a3.fma(y, c3y);
            DoubleVector a4 = DoubleVector.broadcast(S, a[row + 4 * DEPTH + k]);
            c4x = a4.fma(x, c4x);
            c4y = a4.fma(y, c4y);
            DoubleVector a5 = DoubleVector.broadcast(S, a[row + 5 * DEPTH + k]);
            c5x = a5.fma(x, c5x);
            c5y = a5.fma(y, c5y);
        }
        c0x.intoArray(c, at);
        c0y.intoArray(c, at + LANES);
        c1x.intoArray(c, at + stride);
        c1y.intoArray(c, at + stride + LANES);
        c2x.intoArray(c, at + 2 * stride);
        c2y.intoArray(c, at + 2 * stride + LANES);
        c3x.intoArray(c, at + 3 * stride);
        c3y.intoArray(c, at + 3 * stride + LANES);
        c4x.intoArray(c, at + 4 * stride);
        c4y.intoArray(c, at + 4 * stride + LANES);
        c5x.intoArray(c, at + 5 * stride);
        c5y.intoArray(c, at + 5 * stride + LANES);
    }
}
