package dev.mlxj.array.kernel;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Tiles of products in F32 on the Vector API: a panel of the right factor, strip by strip. */
final class VectorFloatTile implements Product.Tile<Operand> {
    private static final int DEPTH = GemmKernel.DEPTH;

    /** Numbers of the left factor that are decoded at once: what the second-level cache holds. */
    private static final int LEFT = 132 * 1024;

    private final int k;
    private final int height;
    private final int width;
    private final int stride;

    /** How much of the depth is decoded at once: long lines are read faster. */
    private final int depth;

    private final @Nullable PackedFactor packed;
    private final float[] left;
    private final float[] right;
    private final float[] product;

    /**
     * A tile.
     *
     * @param k the depth of the products
     * @param packed the right factor; null if each tile packs its panels
     */
    VectorFloatTile(Tiling tiling, int k, @Nullable PackedFactor packed) {
        this.k = k;
        this.height = Math.ceilDiv(tiling.height(), FloatVectors.ROWS) * FloatVectors.ROWS;
        this.width = PackedFactor.stripWidth(tiling.width());
        this.stride = Math.ceilDiv(tiling.width(), width) * width;
        this.depth = packed == null ? DEPTH : Math.max(1, LEFT / (height * DEPTH)) * DEPTH;
        this.packed = packed;
        Scratch scratch = Scratch.ofThread();
        this.left = scratch.left(height * Math.min(depth, Math.ceilDiv(k, DEPTH) * DEPTH));
        this.right = packed == null ? scratch.right(Math.min(DEPTH, k) * stride) : packed.numbers();
        this.product = scratch.product(height * stride);
    }

    @Override
    public void multiply(
            Operand a, Operand b, Matrix out, int row, int rows, int column, int columns) {
        Panels lefts = a.open();
        Panels rights = b.open();
        Arrays.fill(product, 0, height * stride, 0f);
        for (int from = 0; from < k; from += depth) {
            lefts.loadBlocks(row, from, left, height * DEPTH, rows, Math.min(depth, k - from));
            for (int at = from; at < Math.min(k, from + depth); at += DEPTH) {
                int deep = Math.min(DEPTH, k - at);
                if (packed == null) {
                    rights.loadStrips(at, column, right, 0, width, deep, columns);
                }
                accumulate(
                        (at - from) * height,
                        packed == null ? 0 : packed.at(at),
                        rows,
                        deep,
                        columns);
            }
        }
        out.store(Codec.of(out.dtype()), row, column, product, stride, rows, columns);
    }

    /** Rows beyond the last are of what was here before; their sums are not stored. */
    private void accumulate(int lefts, int rights, int rows, int deep, int columns) {
        for (int j = 0; j < columns; j += width) {
            int strip = rights + j * deep;
            for (int i = 0; i < rows; i += FloatVectors.ROWS) {
                int line = lefts + i * DEPTH;
                int at = i * stride + j;
                if (width == FloatVectors.LANES) {
                    FloatVectors.multiplyNarrow(
                            left, line, right, strip, deep, product, at, stride);
                } else {
                    FloatVectors.multiply(left, line, right, strip, deep, product, at, stride);
                }
            }
        }
    }
}
