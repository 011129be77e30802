package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;

/**
 * Products with quantised matrices, which are decoded where they lie, panel by panel. The product
 * has the bits that {@link Gemm} gives with the matrix decoded to F32: each element adds up in F32,
 * in ascending {@code k}, by fused multiply-add, and is rounded once.
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
    /** More rows than this are faster by way of {@link Gemm}. */
    private static final int FEW_ROWS = 16;

    private static final int MOST_COLUMNS = PanelSource.Columns.MOST_LINES;
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
        if (transposed && m <= FEW_ROWS) {
            fewRows(products, x, left, right, out);
            return;
        }
        long lines = transposed ? n : k;
        Gemm.multiplyAllDecoded(
                products,
                m,
                n,
                k,
                i -> Matrix.rows(dtype, x, left.applyAsLong(i) * m * k, k).operand(),
                i -> matrix.operand(right.applyAsLong(i) * lines, transposed),
                i -> Matrix.rows(dtype, out, i * m * n, n));
    }

    private void fewRows(
            long products,
            MemorySegment x,
            LongUnaryOperator left,
            LongUnaryOperator right,
            MemorySegment out) {
        int width = Math.clamp(Math.ceilDiv(n / TILES, 16) * 16, LEAST_COLUMNS, MOST_COLUMNS);
        int tiles = Math.ceilDiv(n, width);
        Blocks.runWith(
                products * tiles,
                1,
                () -> {
                    QuantizedRowsTile tile =
                            new QuantizedRowsTile(
                                    dtype, m, width, k, QuantizedColumns.of(matrix, 0));
                    return (first, one) -> {
                        long product = first / tiles;
                        int column = (int) (first % tiles) * width;
                        int columns = Math.min(width, n - column);
                        long row = left.applyAsLong(product) * m;
                        tile.multiply(x, row, m, right.applyAsLong(product) * n, column, columns);
                        tile.store(out, product * m * n + column, n, m, columns);
                    };
                });
    }
}
