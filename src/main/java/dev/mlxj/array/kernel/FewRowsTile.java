package dev.mlxj.array.kernel;

import java.util.Arrays;

/**
 * Tiles of products in F32 of a few rows with weights that lie as {@code [n, k]}: a token or two
 * through a linear layer. To transpose the weights would cost more than the product.
 */
final class FewRowsTile implements Product.Tile<Operand> {
    /** More rows than this are faster by way of {@link PlainFloatTile}. */
    static final int ROWS = 4;

    private static final int DEPTH = GemmKernel.DEPTH;

    private final int k;
    private final float[][] left;
    private final float[][] weights;
    private final int stride;
    private final float[] product;

    /**
     * A tile of at most so many rows and columns, in products of depth {@code k}.
     *
     * @param tiling its width is a multiple of {@link InnerProducts#WIDTH}
     */
    FewRowsTile(Tiling tiling, int k) {
        int rows = tiling.height();
        int columns = tiling.width();
        int depth = Math.min(DEPTH, k);
        this.k = k;
        this.left = new float[rows][depth];
        this.weights = new float[InnerProducts.WIDTH][depth];
        this.stride = columns;
        this.product = new float[rows * columns];
    }

    @Override
    public void multiply(
            Operand a, Operand b, Matrix out, int row, int rows, int column, int columns) {
        Panels lefts = a.open();
        Panels lines = b.transpose().open();
        Arrays.fill(product, 0f);
        for (int depth = 0; depth < k; depth += DEPTH) {
            int deep = Math.min(DEPTH, k - depth);
            lefts.load(row, depth, left, rows, deep);
            for (int j = 0; j < columns; j += InnerProducts.WIDTH) {
                // Sums beyond the last column are of what was here before; they are not stored.
                int width = Math.min(InnerProducts.WIDTH, columns - j);
                lines.load(column + j, depth, weights, width, deep);
                for (int i = 0; i < rows; i++) {
                    InnerProducts.eight(left[i], weights, deep, product, i * stride + j);
                }
            }
        }
        out.store(Codec.of(out.dtype()), row, column, product, stride, rows, columns);
    }
}
