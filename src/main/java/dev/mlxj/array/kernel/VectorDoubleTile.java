package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.util.Arrays;

/** Tiles of products in F64 on the Vector API, as {@link VectorFloatTile}. */
final class VectorDoubleTile implements Product.Tile<Matrix> {
    private static final int ROWS = DoubleVectors.ROWS;

    private static final int DEPTH = GemmKernel.DEPTH;

    private final int k;
    private final int width = 2 * DoubleVectors.LANES;
    private final int stride;
    private final double[] left;
    private final double[] line;
    private final double[] right;
    private final double[] product;

    VectorDoubleTile(Tiling tiling, int k) {
        int rows = tiling.height();
        int columns = tiling.width();
        this.k = k;
        this.stride = Math.ceilDiv(columns, width) * width;
        int height = Math.ceilDiv(rows, ROWS) * ROWS;
        this.left = new double[height * DEPTH];
        this.line = new double[columns];
        this.right = new double[Math.min(DEPTH, k) * stride];
        this.product = new double[height * stride];
    }

    @Override
    public void multiply(
            Matrix a, Matrix b, Matrix out, int row, int rows, int column, int columns) {
        Codec codec = Codec.of(DType.F64);
        Arrays.fill(product, 0);
        for (int depth = 0; depth < k; depth += DEPTH) {
            int deep = Math.min(DEPTH, k - depth);
            for (int i = 0; i < rows; i++) {
                a.load(codec, row + i, depth, left, i * DEPTH, deep);
            }
            for (int d = 0; d < deep; d++) {
                b.load(codec, depth + d, column, line, 0, columns);
                intoStrips(d, deep, columns);
            }
            accumulate(rows, deep, columns);
        }
        for (int i = 0; i < rows; i++) {
            out.store(codec, row + i, column, product, i * stride, columns);
        }
    }

    private void intoStrips(int d, int deep, int columns) {
        for (int j = 0; j < columns; j += width) {
            int at = j * deep + d * width;
            int n = Math.min(width, columns - j);
            System.arraycopy(line, j, right, at, n);
            Arrays.fill(right, at + n, at + width, 0);
        }
    }

    private void accumulate(int rows, int deep, int columns) {
        for (int j = 0; j < columns; j += width) {
            for (int i = 0; i < rows; i += ROWS) {
                DoubleVectors.multiply(
                        left, i * DEPTH, right, j * deep, deep, product, i * stride + j, stride);
            }
        }
    }
}
