package dev.mlxj.array.kernel;

/**
 * Sums of rows of F32 in eight parts, element i in part i modulo 8: one chain of additions would
 * wait for each. The order depends on the length of the row alone.
 */
public final class FloatSums {
    private FloatSums() {}

    /** The sum of the first {@code n} numbers. */
    public static float sum(float[] x, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int i = 0;
        for (; i + 8 <= n; i += 8) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
            s4 += x[i + 4];
            s5 += x[i + 5];
            s6 += x[i + 6];
            s7 += x[i + 7];
        }
        for (; i < n; i++) {
            s0 += x[i];
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    /** The sum of the squares of the first {@code n} numbers. */
    public static float sumOfSquares(float[] x, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int i = 0;
        for (; i + 8 <= n; i += 8) {
            s0 = Math.fma(x[i], x[i], s0);
            s1 = Math.fma(x[i + 1], x[i + 1], s1);
            s2 = Math.fma(x[i + 2], x[i + 2], s2);
            s3 = Math.fma(x[i + 3], x[i + 3], s3);
            s4 = Math.fma(x[i + 4], x[i + 4], s4);
            s5 = Math.fma(x[i + 5], x[i + 5], s5);
            s6 = Math.fma(x[i + 6], x[i + 6], s6);
            s7 = Math.fma(x[i + 7], x[i + 7], s7);
        }
        for (; i < n; i++) {
            s0 = Math.fma(x[i], x[i], s0);
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }
}
