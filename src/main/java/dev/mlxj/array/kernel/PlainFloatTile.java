package dev.mlxj.array.kernel;

import java.util.Arrays;

/** Tiles of products in F32: a panel of the right matrix at a time, taken up by all rows. */
final class PlainFloatTile implements Product.Tile<Operand> {
    /** Rows of the product that stay in the second-level cache while they take up a panel. */
    private static final int STRIP = 128;

    private static final int DEPTH = GemmKernel.DEPTH;

    private final int k;
    private final float[][] left;
    private final float[][] right;
    private final float[][] product;
    private final float[] finished;

    /** A tile of at most so many rows and columns, in products of depth {@code k}. */
    PlainFloatTile(Tiling tiling, int k) {
        int rows = tiling.height();
        int columns = tiling.width();
        int depth = Math.min(DEPTH, k);
        this.k = k;
        this.left = new float[rows][depth];
        this.right = new float[depth][columns];
        this.product = new float[rows][columns];
        this.finished = new float[Math.min(STRIP, rows) * columns];
    }

    @Override
    public void multiply(
            Operand a, Operand b, Matrix out, int row, int rows, int column, int columns) {
        Panels lefts = a.open();
        Panels rights = b.open();
        for (int i = 0; i < rows; i++) {
            Arrays.fill(product[i], 0, columns, 0f);
        }
        for (int depth = 0; depth < k; depth += DEPTH) {
            int deep = Math.min(DEPTH, k - depth);
            lefts.load(row, depth, left, rows, deep);
            rights.load(depth, column, right, deep, columns);
            for (int strip = 0; strip < rows; strip += STRIP) {
                accumulate(strip, Math.min(rows, strip + STRIP), deep, columns);
            }
        }
        store(out, row, rows, column, columns);
    }

    /** Eight rows of the right panel stay in the first-level cache for all rows of the strip. */
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

    private void store(Matrix out, int row, int rows, int column, int columns) {
        Codec codec = Codec.of(out.dtype());
        for (int strip = 0; strip < rows; strip += STRIP) {
            int n = Math.min(STRIP, rows - strip);
            for (int i = 0; i < n; i++) {
                System.arraycopy(product[strip + i], 0, finished, i * columns, columns);
            }
            out.store(codec, row + strip, column, finished, columns, n, columns);
        }
    }
}
