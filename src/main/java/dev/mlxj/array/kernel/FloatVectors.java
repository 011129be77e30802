package dev.mlxj.array.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link Gemm} on the Vector API. A strip of the right factor stays in the
 * first-level cache; each element of the left one is broadcast and meets two vectors of the strip.
 * Every lane is a sum of its own, which takes up its products in ascending order by fused
 * multiply-add: the bits are those of {@link OuterProducts}, whatever the width of a vector.
 *
 * <p>Twelve rows: 180 GFLOP/s on one thread where eight reach 165, fourteen 187 and OpenBLAS, with
 * its packing, 172; twelve divide most shapes better than fourteen.
 */
final class FloatVectors {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Numbers in a vector. */
    static final int LANES = S.length();

    /** Rows of the product that one call continues. */
    static final int ROWS = 12;

    private static final int DEPTH = GemmKernel.DEPTH;

    private FloatVectors() {}

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
            float[] a, int row, float[] b, int strip, int deep, float[] c, int at, int stride) {
        if (S.vectorBitSize() == 512) {
            twelveByTwo(a, row, b, strip, deep, c, at, stride);
        } else {
            sixByTwo(a, row, b, strip, deep, c, at, stride);
            sixByTwo(a, row + 6 * DEPTH, b, strip, deep, c, at + 6 * stride, stride);
        }
    }

    /** As {@link #multiply}, for a strip of one vector. */
    static void multiplyNarrow(
            float[] a, int row, float[] b, int strip, int deep, float[] c, int at, int stride) {
        twelveByOne(a, row, b, strip, deep, c, at, stride);
    }

    /** 24 accumulators and 3 operands, of 32 registers. */
    private static void twelveByTwo(
            float[] a, int row, float[] b, int strip, int deep, float[] c, int at, int stride) {
        FloatVector c0x = FloatVector.fromArray(S, c, at);
        FloatVector c0y = FloatVector.fromArray(S, c, at + LANES);
        FloatVector c1x = FloatVector.fromArray(S, c, at + stride);
        FloatVector c1y = FloatVector.fromArray(S, c, at + stride + LANES);
        FloatVector c2x = FloatVector.fromArray(S, c, at + 2 * stride);
        FloatVector c2y = FloatVector.fromArray(S, c, at + 2 * stride + LANES);
        FloatVector c3x = FloatVector.fromArray(S, c, at + 3 * stride);
        FloatVector c3y = FloatVector.fromArray(S, c, at + 3 * stride + LANES);
        FloatVector c4x = FloatVector.fromArray(S, c, at + 4 * stride);
        FloatVector c4y = FloatVector.fromArray(S, c, at + 4 * stride + LANES);
        FloatVector c5x = FloatVector.fromArray(S, c, at + 5 * stride);
        FloatVector c5y = FloatVector.fromArray(S, c, at + 5 * stride + LANES);
        FloatVector c6x = FloatVector.fromArray(S, c, at + 6 * stride);
        FloatVector c6y = FloatVector.fromArray(S, c, at + 6 * stride + LANES);
        FloatVector c7x = FloatVector.fromArray(S, c, at + 7 * stride);
        FloatVector c7y = FloatVector.fromArray(S, c, at + 7 * stride + LANES);
        FloatVector c8x = FloatVector.fromArray(S, c, at + 8 * stride);
        FloatVector c8y = FloatVector.fromArray(S, c, at + 8 * stride + LANES);
        FloatVector c9x = FloatVector.fromArray(S, c, at + 9 * stride);
        FloatVector c9y = FloatVector.fromArray(S, c, at + 9 * stride + LANES);
        FloatVector c10x = FloatVector.fromArray(S, c, at + 10 * stride);
        FloatVector c10y = FloatVector.fromArray(S, c, at + 10 * stride + LANES);
        FloatVector c11x = FloatVector.fromArray(S, c, at + 11 * stride);
        FloatVector c11y = FloatVector.fromArray(S, c, at + 11 * stride + LANES);
        for (int k = 0; k < deep; k++) {
            FloatVector x = FloatVector.fromArray(S, b, strip + 2 * LANES * k);
            FloatVector y = FloatVector.fromArray(S, b, strip + 2 * LANES * k + LANES);
            FloatVector a0 = FloatVector.broadcast(S, a[row + k]);
            c0x = a0.fma(x, c0x);
            c0y = a0.fma(y, c0y);
            FloatVector a1 = FloatVector.broadcast(S, a[row + DEPTH + k]);
            c1x = a1.fma(x, c1x);
            c1y = a1.fma(y, c1y);
            FloatVector a2 = FloatVector.broadcast(S, a[row + 2 * DEPTH + k]);
            c2x = a2.fma(x, c2x);
            c2y = a2.fma(y, c2y);
            FloatVector a3 = FloatVector.broadcast(S, a[row + 3 * DEPTH + k]);
            c3x = a3.fma(x, c3x);
            c3y = a3.fma(y, c3y);
            FloatVector a4 = FloatVector.broadcast(S, a[row + 4 * DEPTH + k]);
            c4x = a4.fma(x, c4x);
            c4y = a4.fma(y, c4y);
            FloatVector a5 = FloatVector.broadcast(S, a[row + 5 * DEPTH + k]);
            c5x = a5.fma(x, c5x);
            c5y = a5.fma(y, c5y);
            FloatVector a6 = FloatVector.broadcast(S, a[row + 6 * DEPTH + k]);
            c6x = a6.fma(x, c6x);
            c6y = a6.fma(y, c6y);
            FloatVector a7 = FloatVector.broadcast(S, a[row + 7 * DEPTH + k]);
            c7x = a7.fma(x, c7x);
            c7y = a7.fma(y, c7y);
            FloatVector a8 = FloatVector.broadcast(S, a[row + 8 * DEPTH + k]);
            c8x = a8.fma(x, c8x);
            c8y = a8.fma(y, c8y);
            FloatVector a9 = FloatVector.broadcast(S, a[row + 9 * DEPTH + k]);
            c9x = a9.fma(x, c9x);
            c9y = a9.fma(y, c9y);
            FloatVector a10 = FloatVector.broadcast(S, a[row + 10 * DEPTH + k]);
            c10x = a10.fma(x, c10x);
            c10y = a10.fma(y, c10y);
            FloatVector a11 = FloatVector.broadcast(S, a[row + 11 * DEPTH + k]);
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
            float[] a, int row, float[] b, int strip, int deep, float[] c, int at, int stride) {
        FloatVector c0x = FloatVector.fromArray(S, c, at);
        FloatVector c0y = FloatVector.fromArray(S, c, at + LANES);
        FloatVector c1x = FloatVector.fromArray(S, c, at + stride);
        FloatVector c1y = FloatVector.fromArray(S, c, at + stride + LANES);
        FloatVector c2x = FloatVector.fromArray(S, c, at + 2 * stride);
        FloatVector c2y = FloatVector.fromArray(S, c, at + 2 * stride + LANES);
        FloatVector c3x = FloatVector.fromArray(S, c, at + 3 * stride);
        FloatVector c3y = FloatVector.fromArray(S, c, at + 3 * stride + LANES);
        FloatVector c4x = FloatVector.fromArray(S, c, at + 4 * stride);
        FloatVector c4y = FloatVector.fromArray(S, c, at + 4 * stride + LANES);
        FloatVector c5x = FloatVector.fromArray(S, c, at + 5 * stride);
        FloatVector c5y = FloatVector.fromArray(S, c, at + 5 * stride + LANES);
        for (int k = 0; k < deep; k++) {
            FloatVector x = FloatVector.fromArray(S, b, strip + 2 * LANES * k);
            FloatVector y = FloatVector.fromArray(S, b, strip + 2 * LANES * k + LANES);
            FloatVector a0 = FloatVector.broadcast(S, a[row + k]);
            c0x = a0.fma(x, c0x);
            c0y = a0.fma(y, c0y);
            FloatVector a1 = FloatVector.broadcast(S, a[row + DEPTH + k]);
            c1x = a1.fma(x, c1x);
            c1y = a1.fma(y, c1y);
            FloatVector a2 = FloatVector.broadcast(S, a[row + 2 * DEPTH + k]);
            c2x = a2.fma(x, c2x);
            c2y = a2.fma(y, c2y);
            FloatVector a3 = FloatVector.broadcast(S, a[row + 3 * DEPTH + k]);
            c3x = a3.fma(x, c3x);
            c3y = a3.fma(y, c3y);
            FloatVector a4 = FloatVector.broadcast(S, a[row + 4 * DEPTH + k]);
            c4x = a4.fma(x, c4x);
            c4y = a4.fma(y, c4y);
            FloatVector a5 = FloatVector.broadcast(S, a[row + 5 * DEPTH + k]);
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

    /** For products of few columns. */
    private static void twelveByOne(
            float[] a, int row, float[] b, int strip, int deep, float[] c, int at, int stride) {
        FloatVector c0 = FloatVector.fromArray(S, c, at);
        FloatVector c1 = FloatVector.fromArray(S, c, at + stride);
        FloatVector c2 = FloatVector.fromArray(S, c, at + 2 * stride);
        FloatVector c3 = FloatVector.fromArray(S, c, at + 3 * stride);
        FloatVector c4 = FloatVector.fromArray(S, c, at + 4 * stride);
        FloatVector c5 = FloatVector.fromArray(S, c, at + 5 * stride);
        FloatVector c6 = FloatVector.fromArray(S, c, at + 6 * stride);
        FloatVector c7 = FloatVector.fromArray(S, c, at + 7 * stride);
        FloatVector c8 = FloatVector.fromArray(S, c, at + 8 * stride);
        FloatVector c9 = FloatVector.fromArray(S, c, at + 9 * stride);
        FloatVector c10 = FloatVector.fromArray(S, c, at + 10 * stride);
        FloatVector c11 = FloatVector.fromArray(S, c, at + 11 * stride);
        for (int k = 0; k < deep; k++) {
            FloatVector x = FloatVector.fromArray(S, b, strip + LANES * k);
            FloatVector a0 = FloatVector.broadcast(S, a[row + k]);
            c0 = a0.fma(x, c0);
            FloatVector a1 = FloatVector.broadcast(S, a[row + DEPTH + k]);
            c1 = a1.fma(x, c1);
            FloatVector a2 = FloatVector.broadcast(S, a[row + 2 * DEPTH + k]);
            c2 = a2.fma(x, c2);
            FloatVector a3 = FloatVector.broadcast(S, a[row + 3 * DEPTH + k]);
            c3 = a3.fma(x, c3);
            FloatVector a4 = FloatVector.broadcast(S, a[row + 4 * DEPTH + k]);
            c4 = a4.fma(x, c4);
            FloatVector a5 = FloatVector.broadcast(S, a[row + 5 * DEPTH + k]);
            c5 = a5.fma(x, c5);
            FloatVector a6 = FloatVector.broadcast(S, a[row + 6 * DEPTH + k]);
            c6 = a6.fma(x, c6);
            FloatVector a7 = FloatVector.broadcast(S, a[row + 7 * DEPTH + k]);
            c7 = a7.fma(x, c7);
            FloatVector a8 = FloatVector.broadcast(S, a[row + 8 * DEPTH + k]);
            c8 = a8.fma(x, c8);
            FloatVector a9 = FloatVector.broadcast(S, a[row + 9 * DEPTH + k]);
            c9 = a9.fma(x, c9);
            FloatVector a10 = FloatVector.broadcast(S, a[row + 10 * DEPTH + k]);
            c10 = a10.fma(x, c10);
            FloatVector a11 = FloatVector.broadcast(S, a[row + 11 * DEPTH + k]);
            c11 = a11.fma(x, c11);
        }
        c0.intoArray(c, at);
        c1.intoArray(c, at + stride);
        c2.intoArray(c, at + 2 * stride);
        c3.intoArray(c, at + 3 * stride);
        c4.intoArray(c, at + 4 * stride);
        c5.intoArray(c, at + 5 * stride);
        c6.intoArray(c, at + 6 * stride);
        c7.intoArray(c, at + 7 * stride);
        c8.intoArray(c, at + 8 * stride);
        c9.intoArray(c, at + 9 * stride);
        c10.intoArray(c, at + 10 * stride);
        c11.intoArray(c, at + 11 * stride);
    }
}
