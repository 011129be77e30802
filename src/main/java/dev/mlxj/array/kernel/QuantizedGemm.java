package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;

/**
 * Products with quantised matrices, which are decoded where they lie, a few rows at a time. The
 * product has the bits that {@link Gemm} gives with the matrix decoded to F32: each element adds up
 * in F32, in ascending {@code k}, by fused multiply-add, and is rounded once.
 *
 * @param matrix the right matrices, one after the other
 * @param transposed whether a line of the packed matrix is a column of the right matrix
 * @param m rows of each product
 * @param n columns of each product
 * @param k columns of the left and rows of the right matrices
 * @param dtype of the left matrices and of the products: F32, F16 or BF16
 */
public record QuantizedGemm(
        QuantizedMatrix matrix, boolean transposed, int m, int n, int k, DType dtype) {
    /** The most rows of a tile: with its columns they fill a part of a second-level cache. */
    private static final int ROWS = 128;

    private static final int MOST_COLUMNS = 256;
    private static final int LEAST_COLUMNS = 64;

    /** Tiles to cut a product into, where it is large enough. */
    private static final int TILES = 8;

    /**
     * Computes products.
     *
     * @param x the left matrices, row by row
     * @param left which of the left matrices a product takes, by its number
     * @param right which of the right matrices
     * @param out receives the products, one after the other
     */
    public void multiply(
            long products,
            MemorySegment x,
            LongUnaryOperator left,
            LongUnaryOperator right,
            MemorySegment out) {
        if (products == 0 || m == 0 || n == 0) {
            return;
        }
        int width = Math.clamp(Math.ceilDiv(n / TILES, 16) * 16, LEAST_COLUMNS, MOST_COLUMNS);
        int across = Math.ceilDiv(n, width);
        int tiles = across * Math.ceilDiv(m, ROWS);
        long lines = transposed ? n : k;
        Blocks.runWith(
                products * tiles,
                1,
                () -> {
                    QuantizedTile tile =
                            new QuantizedTile(dtype, Math.min(ROWS, m), width, k, panel(width));
                    return (first, one) -> {
                        long product = first / tiles;
                        int row = (int) (first % tiles) / across * ROWS;
                        int column = (int) (first % tiles) % across * width;
                        int rows = Math.min(ROWS, m - row);
                        int columns = Math.min(width, n - column);
                        tile.multiply(
                                x,
                                left.applyAsLong(product) * m + row,
                                rows,
                                right.applyAsLong(product) * lines,
                                column,
                                columns);
                        tile.store(out, (product * m + row) * n + column, n, rows, columns);
                    };
                });
    }

    private QuantizedPanel panel(int width) {
        return transposed ? new PanelAcrossLines(matrix, width) : new PanelAlongLines(matrix);
    }
}
