package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code a = u diag(s) vt} with orthogonal u and vt and s descending, by one-sided Jacobi
 * rotations. Matches {@code mlx.core.linalg.svd}.
 *
 * @param part which of the three is the result
 */
public record Svd(Part part) implements PerMatrix {
    /** The three results. */
    public enum Part {
        U,
        S,
        VT
    }

    private static final int SWEEPS = 60;

    /** {@code [.., m, n]} to u {@code [.., m, m]}, s {@code [.., k]} and vt {@code [.., n, n]}. */
    public static List<Array> of(Array a) {
        return List.of(
                PerMatrix.of(new Svd(Part.U), a), values(a), PerMatrix.of(new Svd(Part.VT), a));
    }

    /** The singular values alone; of complex matrices too. */
    public static Array values(Array a) {
        if (a.dtype() == DType.C64) {
            return PerMatrix.everySecond(values(PerMatrix.inReals(a)));
        }
        return PerMatrix.of(new Svd(Part.S), a);
    }

    @Override
    public long[] extents(List<Shape> in) {
        long m = in.getFirst().extent(-2);
        long n = in.getFirst().extent(-1);
        return switch (part) {
            case U -> new long[] {m, m};
            case S -> new long[] {Math.min(m, n)};
            case VT -> new long[] {n, n};
        };
    }

    @Override
    public double[][] apply(List<double[][]> matrices) {
        double[][] a = matrices.getFirst();
        boolean wide = a.length < a[0].length;
        // Rows that become orthogonal: columns of a tall matrix, rows of a wide one.
        double[][] rows = wide ? a : transposed(a);
        double[][] turns = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            turns[i][i] = 1;
        }
        orthogonalize(rows, turns);
        double[] sizes = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            sizes[i] = Math.sqrt(dot(rows[i], rows[i]));
        }
        int[] order =
                IntStream.range(0, sizes.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -sizes[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        return switch (part) {
            case S -> new double[][] {Arrays.stream(order).mapToDouble(i -> sizes[i]).toArray()};
            case U -> transposed(wide ? ordered(turns, order) : basis(rows, sizes, order));
            case VT -> wide ? basis(rows, sizes, order) : ordered(turns, order);
        };
    }

    private static double[][] ordered(double[][] rows, int[] order) {
        return Arrays.stream(order).mapToObj(i -> rows[i]).toArray(double[][]::new);
    }

    /** The rows at length 1 in order, and as many orthogonal ones as make them a basis. */
    private static double[][] basis(double[][] rows, double[] sizes, int[] order) {
        int n = rows[0].length;
        double[][] basis = new double[n][n];
        int found = 0;
        for (int i : order) {
            if (sizes[i] > 0) {
                for (int k = 0; k < n; k++) {
                    basis[found][k] = rows[i][k] / sizes[i];
                }
                found++;
            }
        }
        for (int axis = 0; found < n; axis++) {
            double[] candidate = new double[n];
            candidate[axis] = 1;
            for (int pass = 0; pass < 2; pass++) {
                for (int i = 0; i < found; i++) {
                    subtract(candidate, basis[i], dot(candidate, basis[i]));
                }
            }
            double size = Math.sqrt(dot(candidate, candidate));
            if (size > 1e-8) {
                for (int k = 0; k < n; k++) {
                    basis[found][k] = candidate[k] / size;
                }
                found++;
            }
        }
        return basis;
    }

    private static void orthogonalize(double[][] rows, double[][] turns) {
        boolean turned = true;
        for (int sweep = 0; sweep < SWEEPS && turned; sweep++) {
            turned = false;
            for (int p = 0; p < rows.length; p++) {
                for (int q = p + 1; q < rows.length; q++) {
                    turned |= turn(rows, turns, p, q);
                }
            }
        }
    }

    /** Makes two rows orthogonal; false if they are already. */
    private static boolean turn(double[][] rows, double[][] turns, int p, int q) {
        double pp = dot(rows[p], rows[p]);
        double qq = dot(rows[q], rows[q]);
        double pq = dot(rows[p], rows[q]);
        if (Math.abs(pq) <= 0x1p-52 * Math.sqrt(pp * qq)) {
            return false;
        }
        double theta = (qq - pp) / (2 * pq);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        rotate(rows[p], rows[q], c, t * c);
        rotate(turns[p], turns[q], c, t * c);
        return true;
    }

    private static void rotate(double[] x, double[] y, double c, double s) {
        for (int k = 0; k < x.length; k++) {
            double old = x[k];
            x[k] = c * old - s * y[k];
            y[k] = s * old + c * y[k];
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }

    private static void subtract(double[] x, double[] y, double factor) {
        for (int k = 0; k < x.length; k++) {
            x[k] -= factor * y[k];
        }
    }

    private static double[][] transposed(double[][] a) {
        double[][] result = new double[a[0].length][a.length];
        for (int row = 0; row < a.length; row++) {
            for (int column = 0; column < a[0].length; column++) {
                result[column][row] = a[row][column];
            }
        }
        return result;
    }
}
