package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Tiles of products in F32 of a few rows with the transposed of a quantised matrix: a token or two
 * through a linear layer. A few rows of the right factor are decoded, and taken up by all rows of
 * the tile while they are in the first-level cache. For one thread.
 */
final class QuantizedRowsTile {
    /** Rows of the right matrix that are decoded at once. */
    private static final int RING = 2 * OuterProducts.DEPTH;

    private static final int DEPTH = PanelSource.Columns.MOST_ELEMENTS;

    private final int k;
    private final Codec codec;
    private final QuantizedColumns panel;
    private final float[][] left;

    /**
     * The same few rows again and again: row {@code d} of a panel is decoded to {@code right[d]}.
     */
    private final float[][] right = new float[DEPTH][];

    private final float[][] product;

    /**
     * A tile of at most so many rows and columns, in products of depth {@code k}.
     *
     * @param dtype of the left matrix and the product
     * @param panel decodes the packed matrix
     */
    QuantizedRowsTile(DType dtype, int rows, int columns, int k, QuantizedColumns panel) {
        this.k = k;
        this.codec = Codec.of(dtype);
        this.panel = panel;
        this.left = new float[rows][DEPTH];
        this.product = new float[rows][columns];
        for (int d = 0; d < right.length; d++) {
            right[d] = d < RING ? new float[columns] : right[d - RING];
        }
    }

    /**
     * Computes a part of a product, from {@code column} on.
     *
     * @param x the left matrix, row by row
     * @param row the row of x with which the part begins
     * @param line of the packed matrix at which the right matrix begins
     */
    void multiply(MemorySegment x, long row, int rows, long line, int column, int columns) {
        for (int i = 0; i < rows; i++) {
            Arrays.fill(product[i], 0, columns, 0f);
        }
        for (int depth = 0; depth < k; depth += DEPTH) {
            int deep = Math.min(DEPTH, k - depth);
            for (int i = 0; i < rows; i++) {
                codec.load(x, (row + i) * k + depth, left[i], 0, deep);
            }
            panel.open(line + column, columns, depth, deep);
            for (int d = 0; d < deep; d += RING) {
                int n = Math.min(RING, deep - d);
                for (int i = 0; i < n; i++) {
                    panel.load(d + i, right[i], 0);
                }
                accumulate(rows, d, d + n, columns);
            }
        }
    }

    private void accumulate(int rows, int from, int to, int columns) {
        int d = from;
        for (; d + OuterProducts.DEPTH <= to; d += OuterProducts.DEPTH) {
            int i = 0;
            for (; i + 2 <= rows; i += 2) {
                OuterProducts.two(
                        product[i], product[i + 1], right, left[i], left[i + 1], d, columns);
            }
            if (i < rows) {
                OuterProducts.one(product[i], right, left[i], d, columns);
            }
        }
        for (; d < to; d++) {
            for (int i = 0; i < rows; i++) {
                OuterProducts.single(product[i], right[d], left[i][d], columns);
            }
        }
    }

    /**
     * Writes the part that was computed.
     *
     * @param out the product, row by row
     * @param first the element of {@code out} at the corner of the part
     * @param n columns of the product
     */
    void store(MemorySegment out, long first, int n, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            codec.store(product[i], 0, out, first + (long) i * n, columns);
        }
    }
}
