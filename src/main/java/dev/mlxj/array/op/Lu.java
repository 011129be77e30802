package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * {@code a[p] = l u} with row exchanges p, l lower triangular with ones on its diagonal and u upper
 * triangular. Matches {@code mlx.core.linalg.lu} and {@code lu_factor}.
 *
 * @param part what of it is the result
 */
public record Lu(Part part) implements PerMatrix {
    /** What there is of the factors. */
    public enum Part {
        /** Which row of {@code l u} is each row of a. */
        ROWS,
        LOWER,
        UPPER,
        /** L without its diagonal, and u. */
        BOTH,
        /** With which row each row was exchanged in its turn. */
        PIVOTS
    }

    /** The rows U32 {@code [.., m]}, l {@code [.., m, k]} and u {@code [.., k, n]}. */
    public static List<Array> of(Array a) {
        return List.of(
                PerMatrix.of(new Lu(Part.ROWS), a).astype(DType.U32),
                PerMatrix.of(new Lu(Part.LOWER), a),
                PerMatrix.of(new Lu(Part.UPPER), a));
    }

    /** Both factors in one matrix {@code [.., m, n]}, and the pivots U32 {@code [.., k]}. */
    public static List<Array> factor(Array a) {
        return List.of(
                PerMatrix.of(new Lu(Part.BOTH), a),
                PerMatrix.of(new Lu(Part.PIVOTS), a).astype(DType.U32));
    }

    @Override
    public long[] extents(List<Shape> in) {
        long m = in.getFirst().extent(-2);
        long n = in.getFirst().extent(-1);
        return switch (part) {
            case ROWS -> new long[] {m};
            case LOWER -> new long[] {m, Math.min(m, n)};
            case UPPER -> new long[] {Math.min(m, n), n};
            case BOTH -> new long[] {m, n};
            case PIVOTS -> new long[] {Math.min(m, n)};
        };
    }

    @Override
    public double[][] apply(List<double[][]> matrices) {
        double[][] a = matrices.getFirst();
        int m = a.length;
        int n = a[0].length;
        int k = Math.min(m, n);
        double[] pivots = new double[k];
        int[] order = new int[m];
        for (int row = 0; row < m; row++) {
            order[row] = row;
        }
        for (int step = 0; step < k; step++) {
            int best = step;
            for (int row = step + 1; row < m; row++) {
                if (Math.abs(a[row][step]) > Math.abs(a[best][step])) {
                    best = row;
                }
            }
            pivots[step] = best;
            double[] row = a[best];
            a[best] = a[step];
            a[step] = row;
            int place = order[best];
            order[best] = order[step];
            order[step] = place;
            eliminate(a, step);
        }
        return switch (part) {
            case ROWS -> new double[][] {inverse(order)};
            case PIVOTS -> new double[][] {pivots};
            case BOTH -> a;
            case LOWER -> triangle(a, m, k, true);
            case UPPER -> triangle(a, k, n, false);
        };
    }

    private static void eliminate(double[][] a, int step) {
        for (int row = step + 1; row < a.length && a[step][step] != 0; row++) {
            double factor = a[row][step] / a[step][step];
            a[row][step] = factor;
            for (int column = step + 1; column < a[row].length; column++) {
                a[row][column] -= factor * a[step][column];
            }
        }
    }

    private static double[] inverse(int[] order) {
        double[] inverse = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    private static double[][] triangle(double[][] a, int rows, int columns, boolean lower) {
        double[][] triangle = new double[rows][columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                boolean within = lower ? column < row : column >= row;
                triangle[row][column] = within ? a[row][column] : 0;
            }
            if (lower && row < columns) {
                triangle[row][row] = 1;
            }
        }
        return triangle;
    }
}
