package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.util.function.LongFunction;

/**
 * Products of matrices. Each element of a product is {@code fma(a[k], b[k], ..)} in ascending
 * {@code k}, from 0 on, in F32 (F64 for F64), rounded once to the dtype of the product. That order
 * is the definition: neither tiles nor threads nor the width of the machine's vectors change a bit.
 *
 * <p>F16 and BF16, and whatever else a {@link PanelSource} decodes, are read panel by panel, so
 * weights are read where they lie. The product is cut into tiles of columns and rows, by its shape
 * alone; threads take tiles.
 */
public final class Gemm {
    private Gemm() {}

    /** {@code out = a b}, for {@code a} of m by k and {@code b} of k by n. */
    public static void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix out) {
        multiplyAll(1, m, n, k, i -> a, i -> b, i -> out);
    }

    /** As {@link #multiply(int, int, int, Matrix, Matrix, Matrix)}, in F32. */
    public static void multiply(int m, int n, int k, Operand a, Operand b, Matrix out) {
        multiplyAllDecoded(1, m, n, k, i -> a, i -> b, i -> out);
    }

    /**
     * {@code batches} products of one size.
     *
     * @param m rows of each product
     * @param n columns of each product
     * @param k columns of the left and rows of the right matrices
     * @param a the left matrices by number, of F32, F16 and BF16, or of F64 where {@code out} is
     * @param out the products: each lies row by row, and overlaps no other matrix
     */
    public static void multiplyAll(
            long batches,
            int m,
            int n,
            int k,
            LongFunction<Matrix> a,
            LongFunction<Matrix> b,
            LongFunction<Matrix> out) {
        if (batches == 0 || m == 0 || n == 0) {
            return;
        }
        if (out.apply(0).dtype() == DType.F64) {
            Product<Matrix> product = new Product<>(batches, m, n, k, a, b, out);
            GemmKernel.forDoubles(product).doubles(product);
        } else {
            multiplyAllDecoded(
                    batches, m, n, k, i -> a.apply(i).operand(), i -> b.apply(i).operand(), out);
        }
    }

    /**
     * As {@link #multiplyAll}, in F32.
     *
     * @param a the left factors by number, all stored alike
     * @param b the right factors by number, all stored alike
     */
    public static void multiplyAllDecoded(
            long batches,
            int m,
            int n,
            int k,
            LongFunction<Operand> a,
            LongFunction<Operand> b,
            LongFunction<Matrix> out) {
        if (batches > 0 && m > 0 && n > 0) {
            Product<Operand> product = new Product<>(batches, m, n, k, a, b, out);
            GemmKernel.forFloats(product).floats(product);
        }
    }
}
