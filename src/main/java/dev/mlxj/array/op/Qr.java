package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * {@code a = q r} with orthonormal columns of q and r upper triangular, by Householder reflections.
 * Matches {@code mlx.core.linalg.qr}.
 *
 * @param upper whether the result is r, or else q
 */
public record Qr(boolean upper) implements PerMatrix {
    /**
     * {@code [.., m, n]} to q {@code [.., m, k]} and r {@code [.., k, n]}, k the smaller of both.
     */
    public static List<Array> of(Array a) {
        return List.of(PerMatrix.of(new Qr(false), a), PerMatrix.of(new Qr(true), a));
    }

    @Override
    public long[] extents(List<Shape> in) {
        long m = in.getFirst().extent(-2);
        long n = in.getFirst().extent(-1);
        return upper ? new long[] {Math.min(m, n), n} : new long[] {m, Math.min(m, n)};
    }

    @Override
    public double[][] apply(List<double[][]> matrices) {
        double[][] r = matrices.getFirst();
        int m = r.length;
        int n = r[0].length;
        int k = Math.min(m, n);
        double[][] q = new double[m][m];
        for (int i = 0; i < m; i++) {
            q[i][i] = 1;
        }
        for (int column = 0; column < k; column++) {
            reflect(r, q, column);
        }
        double[][] result = new double[upper ? k : m][upper ? n : k];
        for (int row = 0; row < result.length; row++) {
            for (int column = upper ? row : 0; column < result[row].length; column++) {
                // The reflections have been gathered in q transposed.
                result[row][column] = upper ? r[row][column] : q[column][row];
            }
        }
        return result;
    }

    private static void reflect(double[][] r, double[][] q, int column) {
        int m = r.length;
        double[] v = new double[m];
        double norm = 0;
        for (int row = column; row < m; row++) {
            v[row] = r[row][column];
            norm = Math.hypot(norm, v[row]);
        }
        v[column] += v[column] < 0 ? -norm : norm;
        double size = 0;
        for (int row = column; row < m; row++) {
            size += v[row] * v[row];
        }
        if (size > 0) {
            apply(r, v, column, size);
            apply(q, v, column, size);
        }
    }

    private static void apply(double[][] a, double[] v, int first, double size) {
        for (int column = 0; column < a[0].length; column++) {
            double dot = 0;
            for (int row = first; row < a.length; row++) {
                dot += v[row] * a[row][column];
            }
            double factor = 2 * dot / size;
            for (int row = first; row < a.length; row++) {
                a[row][column] -= factor * v[row];
            }
        }
    }
}
