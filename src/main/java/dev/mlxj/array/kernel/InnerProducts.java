package dev.mlxj.array.kernel;

/**
 * The inner loop of {@link Gemm} for products of a few rows with weights that lie as {@code [n,
 * k]}, where a transposition would cost more than the product. Each sum is a chain of fused
 * multiply-adds that cannot be vectorised without another order; eight chains side by side keep the
 * units busy.
 */
final class InnerProducts {
    /** Sums that one call continues. */
    static final int WIDTH = 8;

    private InnerProducts() {}

    /** Continues {@code sums[at]} to {@code sums[at + 7]} by {@code x} times each row of w. */
    static void eight(float[] x, float[][] w, int n, float[] sums, int at) {
        float[] w0 = w[0];
        float[] w1 = w[1];
        float[] w2 = w[2];
        float[] w3 = w[3];
        float[] w4 = w[4];
        float[] w5 = w[5];
        float[] w6 = w[6];
        float[] w7 = w[7];
        float s0 = sums[at];
        float s1 = sums[at + 1];
        float s2 = sums[at + 2];
        float s3 = sums[at + 3];
        float s4 = sums[at + 4];
        float s5 = sums[at + 5];
        float s6 = sums[at + 6];
        float s7 = sums[at + 7];
        for (int k = 0; k < n; k++) {
            float value = x[k];
            s0 = Math.fma(value, w0[k], s0);
            s1 = Math.fma(value, w1[k], s1);
            s2 = Math.fma(value, w2[k], s2);
            s3 = Math.fma(value, w3[k], s3);
            s4 = Math.fma(value, w4[k], s4);
            s5 = Math.fma(value, w5[k], s5);
            s6 = Math.fma(value, w6[k], s6);
            s7 = Math.fma(value, w7[k], s7);
        }
        sums[at] = s0;
        sums[at + 1] = s1;
        sums[at + 2] = s2;
        sums[at + 3] = s3;
        sums[at + 4] = s4;
        sums[at + 5] = s5;
        sums[at + 6] = s6;
        sums[at + 7] = s7;
    }
}
