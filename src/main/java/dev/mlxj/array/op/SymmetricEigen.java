package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Eigenvalues, ascending, and eigenvectors of symmetric matrices, of which the lower half is read,
 * by Jacobi rotations. Matches {@code mlx.core.linalg.eigh} and {@code eigvalsh}.
 *
 * @param vectors whether the result are the vectors, as columns, or else the values
 */
public record SymmetricEigen(boolean vectors) implements PerMatrix {
    private static final int SWEEPS = 60;

    /** {@code [.., n, n]} to {@code [.., n]}; of Hermitian matrices too. */
    public static Array values(Array a) {
        PerMatrix.requireSquare(a, "eigvalsh");
        if (a.dtype() == DType.C64) {
            Array below = a.tril(-1);
            Array diagonal = a.tril(0).triu(0).real().astype(DType.C64);
            Array whole = below.add(below.conjugate().mT()).add(diagonal);
            return PerMatrix.everySecond(values(PerMatrix.inReals(whole)));
        }
        return PerMatrix.of(new SymmetricEigen(false), a);
    }

    /** The values {@code [.., n]} and the vectors {@code [.., n, n]}. */
    public static List<Array> of(Array a) {
        PerMatrix.requireSquare(a, "eigh");
        return List.of(values(a), PerMatrix.of(new SymmetricEigen(true), a));
    }

    @Override
    public long[] extents(List<Shape> in) {
        long n = in.getFirst().extent(-1);
        return vectors ? new long[] {n, n} : new long[] {n};
    }

    @Override
    public double[][] apply(List<double[][]> matrices) {
        double[][] a = matrices.getFirst();
        int n = a.length;
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
            for (int j = 0; j < i; j++) {
                a[j][i] = a[i][j];
            }
        }
        diagonalize(a, v);
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> a[i][i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        if (!vectors) {
            return new double[][] {Arrays.stream(order).mapToDouble(i -> a[i][i]).toArray()};
        }
        double[][] sorted = new double[n][n];
        for (int column = 0; column < n; column++) {
            for (int row = 0; row < n; row++) {
                sorted[row][column] = v[row][order[column]];
            }
        }
        return sorted;
    }

    private static void diagonalize(double[][] a, double[][] v) {
        int n = a.length;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double off = 0;
            double size = 0;
            for (int i = 0; i < n; i++) {
                size += a[i][i] * a[i][i];
                for (int j = 0; j < i; j++) {
                    off += a[i][j] * a[i][j];
                }
            }
            if (off <= size * 0x1p-104) {
                return;
            }
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
    }

    /** Makes the element at (p, q) zero. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double x = a[k][p];
            double y = a[k][q];
            a[k][p] = c * x - s * y;
            a[k][q] = s * x + c * y;
            x = v[k][p];
            y = v[k][q];
            v[k][p] = c * x - s * y;
            v[k][q] = s * x + c * y;
        }
        for (int k = 0; k < a.length; k++) {
            double x = a[p][k];
            double y = a[q][k];
            a[p][k] = c * x - s * y;
            a[q][k] = s * x + c * y;
        }
    }
}
