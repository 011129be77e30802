package dev.mlxj.array.kernel;

/** Scratch memory for one tile of a product at a time, and the work on it. For one thread. */
interface GemmTile {
    /** How much of the depth is decoded at once. */
    int DEPTH = 256;

    /**
     * Computes a part of the product {@code out = a b}, from its corner {@code (row, column)} on.
     */
    void multiply(Matrix a, Matrix b, Matrix out, int row, int rows, int column, int columns);
}
