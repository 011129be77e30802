package dev.mlxj.array.kernel;

/**
 * The inner loops of {@link Gemm}: rows of a product take up products of a few rows of the right
 * matrix, in ascending order, by fused multiply-add. Every element of a row is on its own, so C2
 * vectorises over them at the full width of the machine without a change in any bit. It does so
 * because each row is an array of its own; with offsets into one array the loop is eight times
 * slower. Two rows with eight: 86 to 95 GFLOP/s on one thread where OpenBLAS reaches 98; a whole
 * product, with its copies, 73 to 82.
 */
final class OuterProducts {
    /** Rows of the right matrix that one call takes. */
    static final int DEPTH = 8;

    private OuterProducts() {}

    /** {@code c += a[k] * b[k] + .. + a[k + 7] * b[k + 7]} for two rows of the product. */
    static void two(float[] c, float[] d, float[][] b, float[] a, float[] e, int k, int n) {
        two(
                c, d, b[k], b[k + 1], b[k + 2], b[k + 3], b[k + 4], b[k + 5], b[k + 6], b[k + 7], a,
                e, k, n);
    }

    private static void two(
            float[] c,
            float[] d,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] b4,
            float[] b5,
            float[] b6,
            float[] b7,
            float[] a,
            float[] e,
            int k,
            int n) {
        float a0 = a[k];
        float a1 = a[k + 1];
        float a2 = a[k + 2];
        float a3 = a[k + 3];
        float a4 = a[k + 4];
        float a5 = a[k + 5];
        float a6 = a[k + 6];
        float a7 = a[k + 7];
        float e0 = e[k];
        float e1 = e[k + 1];
        float e2 = e[k + 2];
        float e3 = e[k + 3];
        float e4 = e[k + 4];
        float e5 = e[k + 5];
        float e6 = e[k + 6];
        float e7 = e[k + 7];
        for (int j = 0; j < n; j++) {
            float p0 = b0[j];
            float p1 = b1[j];
            float p2 = b2[j];
            float p3 = b3[j];
            float p4 = b4[j];
            float p5 = b5[j];
            float p6 = b6[j];
            float p7 = b7[j];
            float x = Math.fma(a3, p3, Math.fma(a2, p2, Math.fma(a1, p1, Math.fma(a0, p0, c[j]))));
            c[j] = Math.fma(a7, p7, Math.fma(a6, p6, Math.fma(a5, p5, Math.fma(a4, p4, x))));
            float y = Math.fma(e3, p3, Math.fma(e2, p2, Math.fma(e1, p1, Math.fma(e0, p0, d[j]))));
            d[j] = Math.fma(e7, p7, Math.fma(e6, p6, Math.fma(e5, p5, Math.fma(e4, p4, y))));
        }
    }

    /** As {@link #two}, for one row. */
    static void one(float[] c, float[][] b, float[] a, int k, int n) {
        one(c, b[k], b[k + 1], b[k + 2], b[k + 3], a[k], a[k + 1], a[k + 2], a[k + 3], n);
        one(c, b[k + 4], b[k + 5], b[k + 6], b[k + 7], a[k + 4], a[k + 5], a[k + 6], a[k + 7], n);
    }

    private static void one(
            float[] c,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float a0,
            float a1,
            float a2,
            float a3,
            int n) {
        for (int j = 0; j < n; j++) {
            c[j] =
                    Math.fma(
                            a3,
                            b3[j],
                            Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    /** {@code c += a * b} for one row of each. */
    static void single(float[] c, float[] b, float a, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }

    /** As {@link #two(float[], float[], float[][], float[], float[], int, int)}, in F64. */
    static void two(double[] c, double[] d, double[][] b, double[] a, double[] e, int k, int n) {
        two(
                c, d, b[k], b[k + 1], b[k + 2], b[k + 3], b[k + 4], b[k + 5], b[k + 6], b[k + 7], a,
                e, k, n);
    }

    private static void two(
            double[] c,
            double[] d,
            double[] b0,
            double[] b1,
            double[] b2,
            double[] b3,
            double[] b4,
            double[] b5,
            double[] b6,
            double[] b7,
            double[] a,
            double[] e,
            int k,
            int n) {
        double a0 = a[k];
        double a1 = a[k + 1];
        double a2 = a[k + 2];
        double a3 = a[k + 3];
        double a4 = a[k + 4];
        double a5 = a[k + 5];
        double a6 = a[k + 6];
        double a7 = a[k + 7];
        double e0 = e[k];
        double e1 = e[k + 1];
        double e2 = e[k + 2];
        double e3 = e[k + 3];
        double e4 = e[k + 4];
        double e5 = e[k + 5];
        double e6 = e[k + 6];
        double e7 = e[k + 7];
        for (int j = 0; j < n; j++) {
            double p0 = b0[j];
            double p1 = b1[j];
            double p2 = b2[j];
            double p3 = b3[j];
            double p4 = b4[j];
            double p5 = b5[j];
            double p6 = b6[j];
            double p7 = b7[j];
            double x = Math.fma(a3, p3, Math.fma(a2, p2, Math.fma(a1, p1, Math.fma(a0, p0, c[j]))));
            c[j] = Math.fma(a7, p7, Math.fma(a6, p6, Math.fma(a5, p5, Math.fma(a4, p4, x))));
            double y = Math.fma(e3, p3, Math.fma(e2, p2, Math.fma(e1, p1, Math.fma(e0, p0, d[j]))));
            d[j] = Math.fma(e7, p7, Math.fma(e6, p6, Math.fma(e5, p5, Math.fma(e4, p4, y))));
        }
    }

    /** As {@link #one(float[], float[][], float[], int, int)}, in double precision. */
    static void one(double[] c, double[][] b, double[] a, int k, int n) {
        one(c, b[k], b[k + 1], b[k + 2], b[k + 3], a[k], a[k + 1], a[k + 2], a[k + 3], n);
        one(c, b[k + 4], b[k + 5], b[k + 6], b[k + 7], a[k + 4], a[k + 5], a[k + 6], a[k + 7], n);
    }

    private static void one(
            double[] c,
            double[] b0,
            double[] b1,
            double[] b2,
            double[] b3,
            double a0,
            double a1,
            double a2,
            double a3,
            int n) {
        for (int j = 0; j < n; j++) {
            c[j] =
                    Math.fma(
                            a3,
                            b3[j],
                            Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    static void single(double[] c, double[] b, double a, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }
}
