package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.util.Arrays;

/** Tiles of products in F64, as {@link PlainFloatTile}. */
final class PlainDoubleTile implements Product.Tile<Matrix> {
    private static final int DEPTH = GemmKernel.DEPTH;

    private final int k;
    private final double[][] left;
    private final double[][] right;
    private final double[][] product;

    /** A tile of at most so many rows and columns, in products of depth {@code k}. */
    PlainDoubleTile(Tiling tiling, int k) {
        int rows = tiling.height();
        int columns = tiling.width();
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
            for (int i = 0; i < rows; i++) {
                a.load(codec, row + i, depth, left[i], 0, deep);
            }
            for (int d = 0; d < deep; d++) {
                b.load(codec, depth + d, column, right[d], 0, columns);
            }
            accumulate(rows, deep, columns);
        }
        for (int i = 0; i < rows; i++) {
            out.store(codec, row + i, column, product[i], 0, columns);
        }
    }

    private void accumulate(int rows, int deep, int columns) {
        int d = 0;
        for (; d + OuterProducts.DEPTH <= deep; d += OuterProducts.DEPTH) {
            int i = 0;
            for (; i + 2 <= rows; i += 2) {
                OuterProducts.two(
                        product[i], product[i + 1], right, left[i], left[i + 1], d, columns);
            }
            if (i < rows) {
                OuterProducts.one(product[i], right, left[i], d, columns);
            }
        }
        for (; d < deep; d++) {
            for (int i = 0; i < rows; i++) {
                OuterProducts.single(product[i], right[d], left[i][d], columns);
            }
        }
    }
}
