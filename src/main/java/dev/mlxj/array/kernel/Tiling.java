package dev.mlxj.array.kernel;

import java.util.function.Supplier;

/**
 * How products are cut into tiles, by their shape alone.
 *
 * @param height the most rows of a tile
 * @param width the most columns of a tile
 */
record Tiling(int height, int width) {
    /** Tiles to cut the work into, where it is large enough. */
    private static final int TILES = 8;

    /**
     * Tiles of about one size.
     *
     * @param most the most columns of a tile
     * @param least rows that are worth a panel of their own
     */
    static Tiling of(Product<?> product, int most, int least, int greatest) {
        int width = even(product.n(), Math.ceilDiv(product.n(), most), 16);
        int across = Math.ceilDiv(product.n(), width);
        long wanted = Math.ceilDiv(TILES, product.batches() * across);
        int down = (int) Math.clamp(product.m() / least, 1, wanted);
        return new Tiling(Math.min(greatest, even(product.m(), down, 12)), width);
    }

    /** An extent in so many parts, each but the last a multiple of {@code unit}. */
    private static int even(int extent, int parts, int unit) {
        return Math.ceilDiv(Math.ceilDiv(extent, parts), unit) * unit;
    }

    /** Computes all tiles; each thread has a {@code tile} of its own. */
    <F> void run(Product<F> product, Supplier<Product.Tile<F>> tile) {
        int across = Math.ceilDiv(product.n(), width);
        int tiles = across * Math.ceilDiv(product.m(), height);
        Blocks.runWith(
                product.batches() * tiles,
                1,
                () -> {
                    Product.Tile<F> own = tile.get();
                    return (first, one) -> {
                        long batch = first / tiles;
                        int row = (int) (first % tiles) / across * height;
                        int column = (int) (first % tiles) % across * width;
                        own.multiply(
                                product.a().apply(batch),
                                product.b().apply(batch),
                                product.out().apply(batch),
                                row,
                                Math.min(height, product.m() - row),
                                column,
                                Math.min(width, product.n() - column));
                    };
                });
    }
}
