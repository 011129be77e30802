package dev.mlxj.array.kernel;

import java.util.function.LongFunction;

/** Loops on the Vector API. */
record VectorGemm() implements GemmKernel {
    /** The most columns of a tile that packs its own panel of the right factor. */
    private static final int COLUMNS = 512;

    /** The most rows of such a tile: a panel costs as much as some 25 of them. */
    private static final int ROWS = 504;

    /** Rows of a tile where the right factor is packed for all tiles. */
    private static final int ROWS_OF_PACKED = 132;

    /** The most columns of such a tile. */
    private static final int COLUMNS_OF_PACKED = 2048;

    /** Numbers of a right factor that is packed for all tiles, so that they do not do it each. */
    private static final int MOST_PACKED = 1 << 20;

    @Override
    public void floats(Product<Operand> given) {
        boolean sideBySide = given.b().apply(0).source() instanceof PanelSource.SideBySide;
        boolean swap =
                !sideBySide
                        && turned(
                                        given.n(),
                                        given.m(),
                                        !isTransposed(given.b()),
                                        !isTransposed(given.a()))
                                < turned(
                                        given.m(),
                                        given.n(),
                                        isTransposed(given.a()),
                                        isTransposed(given.b()));
        Product<Operand> product = swap ? Product.transposed(given) : given;
        boolean once =
                product.batches() == 1
                        && product.m() > ROWS_OF_PACKED
                        && product.n() <= COLUMNS_OF_PACKED
                        && (long) product.k() * PackedFactor.stride(product.n()) <= MOST_PACKED;
        if (once) {
            PackedFactor right = PackedFactor.of(product);
            Tiling tiling = new Tiling(ROWS_OF_PACKED, product.n());
            tiling.run(product, () -> new VectorFloatTile(tiling, product.k(), right));
        } else {
            Tiling tiling = Tiling.of(product, COLUMNS, ROWS / 2, ROWS);
            tiling.run(product, () -> new VectorFloatTile(tiling, product.k(), null));
        }
    }

    private static boolean isTransposed(LongFunction<Operand> factors) {
        return factors.apply(0).transposed();
    }

    /**
     * How many lines have to be turned, were they all decoded one by one: the left factor is wanted
     * row by row, its elements being broadcast, and so is the right one, whose rows fill vectors.
     */
    private static long turned(int m, int n, boolean aTransposed, boolean bTransposed) {
        return (aTransposed ? m : 0L) + (bTransposed ? n : 0L);
    }

    @Override
    public void doubles(Product<Matrix> product) {
        Tiling tiling = Tiling.of(product, COLUMNS, ROWS / 2, ROWS);
        tiling.run(product, () -> new VectorDoubleTile(tiling, product.k()));
    }
}
