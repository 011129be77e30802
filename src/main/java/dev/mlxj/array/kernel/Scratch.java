package dev.mlxj.array.kernel;

/**
 * Arrays that a thread keeps from one product to the next: fresh ones would be zeroed each time, in
 * memory that no cache holds, which takes a tenth of a product's time.
 */
final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private float[] left = {};
    private float[] right = {};
    private float[] product = {};

    private float[] packed = {};

    private Scratch() {}

    static Scratch ofThread() {
        return OF_THREAD.get();
    }

    /** At least so many numbers of any value. */
    float[] left(int n) {
        if (left.length < n) {
            left = new float[n];
        }
        return left;
    }

    /** As {@link #left}. */
    float[] right(int n) {
        if (right.length < n) {
            right = new float[n];
        }
        return right;
    }

    /** As {@link #left}. */
    float[] product(int n) {
        if (product.length < n) {
            product = new float[n];
        }
        return product;
    }

    /** As {@link #left}; for the thread that begins a product. */
    float[] packed(int n) {
        if (packed.length < n) {
            packed = new float[n];
        }
        return packed;
    }
}
