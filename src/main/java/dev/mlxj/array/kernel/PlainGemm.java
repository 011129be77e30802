package dev.mlxj.array.kernel;

/** Loops in plain Java, which C2 vectorises. */
record PlainGemm() implements GemmKernel {
    /** Eight rows of a panel of as many columns fill a first-level cache. */
    private static final int COLUMNS = 1024;

    private static final int FEW_ROWS_COLUMNS = 128;

    /** The most rows of a tile. */
    private static final int ROWS = 512;

    /** Rows that are worth a panel of their own: it costs as much as some 15 of them. */
    private static final int LEAST_ROWS = 256;

    @Override
    public void floats(Product<Operand> given) {
        // The inner loops run over rows of the product, which should not be short.
        boolean tall = given.n() < 64 && given.m() >= 4 * given.n();
        Product<Operand> product = tall ? Product.transposed(given) : given;
        int k = product.k();
        boolean few = product.m() <= FewRowsTile.ROWS && product.b().apply(0).transposed();
        Tiling tiling = Tiling.of(product, few ? FEW_ROWS_COLUMNS : COLUMNS, LEAST_ROWS, ROWS);
        tiling.run(product, () -> few ? new FewRowsTile(tiling, k) : new PlainFloatTile(tiling, k));
    }

    @Override
    public void doubles(Product<Matrix> product) {
        Tiling tiling = Tiling.of(product, COLUMNS / 2, LEAST_ROWS, ROWS);
        tiling.run(product, () -> new PlainDoubleTile(tiling, product.k()));
    }
}
