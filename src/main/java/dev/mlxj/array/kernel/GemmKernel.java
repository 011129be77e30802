package dev.mlxj.array.kernel;

/**
 * The loops under {@link Gemm}: on the Vector API where the program was started with its module and
 * has much to multiply, in plain Java otherwise. Both add the products of an element in the same
 * order, so they give the same bits, and a program may go from one to the other at any product.
 */
sealed interface GemmKernel permits PlainGemm, VectorGemm {
    /** How much of the depth is decoded at once. */
    int DEPTH = 256;

    /** Computes products in F32. */
    void floats(Product<Operand> product);

    /** Computes products in F64. */
    void doubles(Product<Matrix> product);

    /** The loops for this product. */
    static GemmKernel forFloats(Product<?> product) {
        return product.isSmall() || !VectorWarmth.FLOATS.isReady(product.work())
                ? new PlainGemm()
                : new VectorGemm();
    }

    /** The loops for this product, in F64. */
    static GemmKernel forDoubles(Product<?> product) {
        return product.isSmall() || !VectorWarmth.DOUBLES.isReady(product.work())
                ? new PlainGemm()
                : new VectorGemm();
    }
}
