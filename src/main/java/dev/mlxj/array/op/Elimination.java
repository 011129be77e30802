package dev.mlxj.array.op;

/** Gaussian elimination with row exchanges. */
final class Elimination {
    private Elimination() {}

    /**
     * Makes {@code a} upper triangular and does the same to the rows of {@code right}.
     *
     * @return 1 or -1: the sign of the exchanges
     */
    static int forward(double[][] a, double[][] right) {
        int sign = 1;
        for (int pivot = 0; pivot < a.length; pivot++) {
            int best = pivot;
            for (int row = pivot + 1; row < a.length; row++) {
                if (Math.abs(a[row][pivot]) > Math.abs(a[best][pivot])) {
                    best = row;
                }
            }
            if (best != pivot) {
                exchange(a, best, pivot);
                exchange(right, best, pivot);
                sign = -sign;
            }
            for (int row = pivot + 1; row < a.length && a[pivot][pivot] != 0; row++) {
                double factor = a[row][pivot] / a[pivot][pivot];
                subtract(a[row], a[pivot], factor);
                if (right.length > 0) {
                    subtract(right[row], right[pivot], factor);
                }
            }
        }
        return sign;
    }

    private static void exchange(double[][] rows, int i, int j) {
        if (rows.length > 0) {
            double[] row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }

    private static void subtract(double[] row, double[] other, double factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] -= factor * other[i];
        }
    }
}
