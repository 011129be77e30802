package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * The lower triangular l with {@code l l^T = a}, for symmetric positive matrices, of which the
 * lower half is read; NaN elsewhere. Matches {@code mlx.core.linalg.cholesky}.
 */
public record Cholesky() implements PerMatrix {
    /** The lower factor; its transpose is the upper one. */
    public static Array of(Array a) {
        PerMatrix.requireSquare(a, "cholesky");
        return PerMatrix.of(new Cholesky(), a);
    }

    @Override
    public long[] extents(List<Shape> in) {
        return new long[] {in.getFirst().extent(-2), in.getFirst().extent(-1)};
    }

    @Override
    public double[][] apply(List<double[][]> matrices) {
        double[][] a = matrices.getFirst();
        double[][] l = new double[a.length][a.length];
        for (int row = 0; row < a.length; row++) {
            for (int column = 0; column <= row; column++) {
                double sum = a[row][column];
                for (int k = 0; k < column; k++) {
                    sum -= l[row][k] * l[column][k];
                }
                l[row][column] = row == column ? Math.sqrt(sum) : sum / l[column][column];
            }
        }
        return l;
    }
}
