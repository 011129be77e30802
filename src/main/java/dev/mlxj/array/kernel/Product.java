package dev.mlxj.array.kernel;

import java.util.function.LongFunction;

/**
 * Products of matrices that are to be computed: {@code out = a b}, several of one size.
 *
 * @param <F> how the factors are read
 * @param batches how many products there are, at least 1
 * @param m rows of each product, at least 1
 * @param n columns of each product, at least 1
 * @param k columns of the left and rows of the right factors
 * @param a the left factors by number, all stored alike
 * @param b the right factors by number, all stored alike
 * @param out the products by number, row by row or column by column
 */
record Product<F>(
        long batches,
        int m,
        int n,
        int k,
        LongFunction<F> a,
        LongFunction<F> b,
        LongFunction<Matrix> out) {

    /** What a thread does with a tile. */
    interface Tile<F> {
        /** Computes a part of the product, from its corner {@code (row, column)} on. */
        void multiply(F a, F b, Matrix out, int row, int rows, int column, int columns);
    }

    /** How many multiplications it takes. */
    long work() {
        return batches * m * n * k;
    }

    /** Whether packing would take longer than the product: a vector, or a small matrix. */
    boolean isSmall() {
        return m == 1 || n == 1 || (long) m * n * k < 1 << 15;
    }

    /** The product of the transposed factors in the other order, which has the same bits. */
    static Product<Operand> transposed(Product<Operand> p) {
        return new Product<>(
                p.batches,
                p.n,
                p.m,
                p.k,
                i -> p.b.apply(i).transpose(),
                i -> p.a.apply(i).transpose(),
                i -> p.out.apply(i).transposed());
    }
}
