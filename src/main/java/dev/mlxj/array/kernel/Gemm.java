package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.util.Arrays;
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
    private static final int COLUMNS = 1024;
    private static final int ROWS = 512;
    private static final int LEAST_ROWS = 128;
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
     * @param out the products: each lies row by row and overlaps no other
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
        int panels = Math.ceilDiv(n, COLUMNS);
        int width = Math.ceilDiv(Math.ceilDiv(n, panels), 16) * 16;
        panels = Math.ceilDiv(n, width);
        long wanted = Math.ceilDiv(TILES, batches * panels);
        int strips = (int) Math.max(1, Math.min(wanted, m / LEAST_ROWS));
        int height = Math.min(ROWS, Math.ceilDiv(m, strips));
        strips = Math.ceilDiv(m, height);
        int tiles = panels * strips;
        int across = panels;
        boolean wide = out.apply(0).dtype() == DType.F64;
        Blocks.runWith(
                batches * tiles,
                1,
                () -> {
                    Tile tile =
                            wide
                                    ? new DoubleTile(height, width, k)
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

    /** Scratch memory for one tile of a product, and the work on it. */
    private interface Tile {
        /** How much of the depth is decoded at once. */
        int DEPTH = 256;

        /** Rows of the product that stay in the second-level cache while they take up a panel. */
        int STRIP = 128;

        void multiply(Matrix a, Matrix b, Matrix out, int row, int rows, int column, int columns);
    }

    private static final class FloatTile implements Tile {
        private final int k;
        private final float[][] left;
        private final float[][] right;
        private final float[][] product;

        FloatTile(int rows, int columns, int k) {
            int depth = Math.min(DEPTH, k);
            this.k = k;
            this.left = new float[rows][depth];
            this.right = new float[depth][columns];
            this.product = new float[rows][columns];
        }

        @Override
        public void multiply(
                Matrix a, Matrix b, Matrix out, int row, int rows, int column, int columns) {
            Codec aCodec = Codec.of(a.dtype());
            Codec bCodec = Codec.of(b.dtype());
            Codec outCodec = Codec.of(out.dtype());
            for (int i = 0; i < rows; i++) {
                Arrays.fill(product[i], 0, columns, 0f);
            }
            for (int depth = 0; depth < k; depth += DEPTH) {
                int deep = Math.min(DEPTH, k - depth);
                b.load(bCodec, depth, column, right, deep, columns);
                a.load(aCodec, row, depth, left, rows, deep);
                for (int strip = 0; strip < rows; strip += STRIP) {
                    accumulate(strip, Math.min(rows, strip + STRIP), deep, columns);
                }
            }
            for (int i = 0; i < rows; i++) {
                out.store(outCodec, row + i, column, product[i], columns);
            }
        }

        /**
         * Eight rows of the right panel stay in the first-level cache for all rows of the strip.
         */
        private void accumulate(int from, int to, int deep, int columns) {
            int d = 0;
            for (; d + OuterProducts.DEPTH <= deep; d += OuterProducts.DEPTH) {
                int i = from;
                for (; i + 2 <= to; i += 2) {
                    OuterProducts.two(
                            product[i], product[i + 1], right, left[i], left[i + 1], d, columns);
                }
                if (i < to) {
                    OuterProducts.one(product[i], right, left[i], d, columns);
                }
            }
            for (; d < deep; d++) {
                for (int i = from; i < to; i++) {
                    OuterProducts.single(product[i], right[d], left[i][d], columns);
                }
            }
        }
    }

    private static final class DoubleTile implements Tile {
        private final int k;
        private final double[][] left;
        private final double[][] right;
        private final double[][] product;

        DoubleTile(int rows, int columns, int k) {
            int depth = Math.min(DEPTH, k);
            this.k = k;
            this.left = new double[rows][depth];
            this.right = new double[depth][columns];
            this.product = new double[rows][columns];
        }

        @Override
        public void multiply(
                Matrix a, Matrix b, Matrix out, int row, int rows, int column, int columns) {
            Codec codec = Codec.of(DType.F64);
            for (int i = 0; i < rows; i++) {
                Arrays.fill(product[i], 0, columns, 0.0);
            }
            for (int depth = 0; depth < k; depth += DEPTH) {
                int deep = Math.min(DEPTH, k - depth);
                b.load(codec, depth, column, right, deep, columns);
                a.load(codec, row, depth, left, rows, deep);
                for (int strip = 0; strip < rows; strip += STRIP) {
                    accumulate(strip, Math.min(rows, strip + STRIP), deep, columns);
                }
            }
            for (int i = 0; i < rows; i++) {
                out.store(codec, row + i, column, product[i], columns);
            }
        }

        private void accumulate(int from, int to, int deep, int columns) {
            int d = 0;
            for (; d + OuterProducts.DEPTH <= deep; d += OuterProducts.DEPTH) {
                for (int i = from; i < to; i++) {
                    OuterProducts.one(product[i], right, left[i], d, columns);
                }
            }
            for (; d < deep; d++) {
                for (int i = from; i < to; i++) {
                    OuterProducts.single(product[i], right[d], left[i][d], columns);
                }
            }
        }
    }
}
