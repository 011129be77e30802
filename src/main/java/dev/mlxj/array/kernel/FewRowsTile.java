package dev.mlxj.array.kernel;

import java.util.Arrays;

/**
 * Tiles of products in F32 of a few rows with weights that lie as {@code [n, k]}: a token or two
 * through a linear layer. To transpose the weights would cost more than the product.
 */
final class FewRowsTile implements GemmTile {
    /** More rows than this are faster by way of {@link FloatTile}. */
    static final int ROWS = 4;

    private final int k;
    private final float[][] left;
    private final float[][] weights;
    private final float[][] product;

    /**
     * A tile of at most so many rows and columns, in products of depth {@code k}.
     *
     * @param columns a multiple of {@link InnerProducts#WIDTH}
     */
    FewRowsTile(int rows, int columns, int k) {
        int depth = Math.min(DEPTH, k);
        this.k = k;
        this.left = new float[rows][depth];
        this.weights = new float[InnerProducts.WIDTH][depth];
        this.product = new float[rows][columns];
    }

    @Override
    public void multiply(
            Matrix a, Matrix b, Matrix out, int row, int rows, int column, int columns) {
        Codec aCodec = Codec.of(a.dtype());
        Codec bCodec = Codec.of(b.dtype());
        Matrix lines = b.transposed();
        for (int i = 0; i < rows; i++) {
            Arrays.fill(product[i], 0f);
        }
        for (int depth = 0; depth < k; depth += DEPTH) {
            int deep = Math.min(DEPTH, k - depth);
            a.load(aCodec, row, depth, left, rows, deep);
            for (int j = 0; j < columns; j += InnerProducts.WIDTH) {
                // Sums beyond the last column are of what was here before; they are not stored.
                int width = Math.min(InnerProducts.WIDTH, columns - j);
                lines.load(bCodec, column + j, depth, weights, width, deep);
                for (int i = 0; i < rows; i++) {
                    InnerProducts.eight(left[i], weights, deep, product[i], j);
                }
            }
        }
        out.store(Codec.of(out.dtype()), row, column, product, rows, columns);
    }
}
