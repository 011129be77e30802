package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * The sign of the determinant of square matrices, or the logarithm of its size, which does not
 * overflow. Matches {@code mlx.core.linalg.slogdet}.
 *
 * @param sign whether the result is the sign
 */
public record LogDeterminant(boolean sign) implements PerMatrix {
    /** {@code [.., n, n]} to the signs {@code [..]} and the logarithms {@code [..]}. */
    public static List<Array> of(Array a) {
        PerMatrix.requireSquare(a, "slogdet");
        return List.of(
                PerMatrix.of(new LogDeterminant(true), a),
                PerMatrix.of(new LogDeterminant(false), a));
    }

    @Override
    public String name() {
        return "slogdet";
    }

    @Override
    public long[] extents(List<Shape> in) {
        return new long[0];
    }

    @Override
    public double[][] apply(List<double[][]> matrices) {
        double[][] a = matrices.getFirst();
        double signs = Elimination.forward(a, new double[0][]);
        double log = 0;
        for (int i = 0; i < a.length; i++) {
            signs *= Math.signum(a[i][i]);
            log += Math.log(Math.abs(a[i][i]));
        }
        return new double[][] {{sign ? signs : log}};
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        if (sign) {
            return List.of();
        }
        Array weight = cotangent.expandDims(-1).expandDims(-1);
        return List.of(Solve.inverse(in.getFirst()).mT().multiply(weight));
    }
}
