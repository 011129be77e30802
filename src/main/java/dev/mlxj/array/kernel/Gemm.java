package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.util.function.LongFunction;

/**
 * Products of matrices. Each element of a product is {@code fma(a[k], b[k], ..)} in ascending
 * {@code k}, from 0 on, in F32 (F64 for F64), rounded once to the dtype of the product. That order
 * is the definition: neither tiles nor threads nor the width of the machine's vectors change a bit.
 *
 * <p>F16 and BF16 are decoded panel by panel, so weights are read where they lie. The product is
 * cut into tiles of columns and rows, by its shape alone; threads take tiles.
 */
public final class Gemm {
    /** The most columns of a tile: eight rows of a panel of them fill a first-level cache. */
    private static final int COLUMNS = 1024;

    private static final int FEW_ROWS_COLUMNS = 128;

    /** The most rows of a tile. */
    private static final int ROWS = 512;

    /** Rows that are worth a panel of their own: it costs as much as some 15 of them. */
    private static final int LEAST_ROWS = 256;

    /** Tiles to cut a product into, where it is large enough. */
    private static final int TILES = 8;

    private Gemm() {}

    /** {@code out = a b}, for {@code a} of m by k and {@code b} of k by n. */
    public static void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix out) {
        multiplyAll(1, m, n, k, i -> a, i -> b, i -> out);
    }

    /**
     * {@code batches} products of one size.
     *
     * @param m rows of each product
     * @param n columns of each product
     * @param k columns of the left and rows of the right matrices
     * @param a the left matrices by number, of F32, F16 and BF16, or of F64 where {@code out} is
     * @param out the products: each lies row by row, and overlaps no other matrix
     */
    public static void multiplyAll(
            long batches,
            int m,
            int n,
            int k,
            LongFunction<Matrix> a,
            LongFunction<Matrix> b,
            LongFunction<Matrix> out) {
        if (batches == 0 || m == 0 || n == 0) {
            return;
        }
        boolean wide = out.apply(0).dtype() == DType.F64;
        if (!wide && isFasterTransposed(m, n)) {
            tiles(
                    batches,
                    n,
                    m,
                    k,
                    i -> b.apply(i).transposed(),
                    i -> a.apply(i).transposed(),
                    i -> out.apply(i).transposed(),
                    wide);
        } else {
            tiles(batches, m, n, k, a, b, out, wide);
        }
    }

    /**
     * Whether to compute {@code out^T = b^T a^T}, which has the same bits: the inner loops run over
     * rows of the product, which should not be short.
     */
    private static boolean isFasterTransposed(int m, int n) {
        return n < 64 && m >= 4 * n;
    }

    private static void tiles(
            long batches,
            int m,
            int n,
            int k,
            LongFunction<Matrix> a,
            LongFunction<Matrix> b,
            LongFunction<Matrix> out,
            boolean wide) {
        Matrix right = b.apply(0);
        boolean few =
                !wide
                        && m <= FewRowsTile.ROWS
                        && right.rowStride() == 1
                        && right.columnStride() != 1;
        int most = few ? FEW_ROWS_COLUMNS : COLUMNS;
        int width = Math.ceilDiv(Math.ceilDiv(n, Math.ceilDiv(n, most)), 16) * 16;
        int across = Math.ceilDiv(n, width);
        long wanted = Math.ceilDiv(TILES, batches * across);
        int height = Math.min(ROWS, Math.ceilDiv(m, (int) Math.clamp(m / LEAST_ROWS, 1, wanted)));
        int tiles = across * Math.ceilDiv(m, height);
        Blocks.runWith(
                batches * tiles,
                1,
                () -> {
                    GemmTile tile =
                            wide
                                    ? new DoubleTile(height, width, k)
                                    : few
                                            ? new FewRowsTile(height, width, k)
                                            : new FloatTile(height, width, k);
                    return (first, one) -> {
                        long batch = first / tiles;
                        int row = (int) (first % tiles) / across * height;
                        int column = (int) (first % tiles) % across * width;
                        tile.multiply(
                                a.apply(batch),
                                b.apply(batch),
                                out.apply(batch),
                                row,
                                Math.min(height, m - row),
                                column,
                                Math.min(width, n - column));
                    };
                });
    }
}
