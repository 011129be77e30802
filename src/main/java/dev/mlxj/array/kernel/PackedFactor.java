package dev.mlxj.array.kernel;

/** A right factor in strips of one or two vectors, block of depth after block. */
final class PackedFactor {
    private final int stride;
    private final float[] numbers;

    private PackedFactor(int stride, float[] numbers) {
        this.stride = stride;
        this.numbers = numbers;
    }

    /** The right factor of a product, packed by all threads. */
    static PackedFactor of(Product<Operand> product) {
        int n = product.n();
        int k = product.k();
        int width = stripWidth(n);
        int stride = stride(n);
        float[] numbers = Scratch.ofThread().packed(k * stride);
        Operand right = product.b().apply(0);
        Blocks.runWith(
                Math.ceilDiv(k, GemmKernel.DEPTH),
                1,
                () -> {
                    Panels panels = right.open();
                    return (block, one) -> {
                        int depth = (int) block * GemmKernel.DEPTH;
                        int deep = Math.min(GemmKernel.DEPTH, k - depth);
                        panels.loadStrips(depth, 0, numbers, depth * stride, width, deep, n);
                    };
                });
        return new PackedFactor(stride, numbers);
    }

    /** The strips, each row of which has {@link #stripWidth} numbers. */
    float[] numbers() {
        return numbers;
    }

    /** Where the strips of a block of {@link GemmKernel#DEPTH} rows begin. */
    int at(int row) {
        return row * stride;
    }

    /** Columns of all strips together, in products of {@code n} columns. */
    static int stride(int n) {
        return Math.ceilDiv(n, stripWidth(n)) * stripWidth(n);
    }

    /** Columns of a strip, in products of {@code n} columns: one vector or two, and at least 8. */
    static int stripWidth(int n) {
        int one = Math.max(8, FloatVectors.LANES);
        return n <= one ? one : 2 * FloatVectors.LANES;
    }
}
