package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.Shape;

import java.util.Arrays;
import java.util.List;

/**
 * x with {@code a x = b}, for square matrices, by elimination with row exchanges; infinities and
 * NaN where a is singular. Matches {@code mlx.core.linalg.solve}.
 */
public record Solve() implements PerMatrix {
    /**
     * The solution.
     *
     * @param a {@code [.., n, n]}
     * @param b {@code [.., n, k]}, or {@code [n]} for one right side
     */
    public static Array of(Array a, Array b) {
        PerMatrix.requireSquare(a, "solve");
        if (b.ndim() == 0) {
            throw Refusal.of("linalg::solve", "The right side has no axes.", a, b);
        }
        Array right = b.ndim() == 1 ? Axes.expandDims(b, -1) : b;
        Shape batch =
                Shapes.broadcast("linalg::solve", front(a.shape()), front(right.shape()), a, b);
        Array all = BroadcastTo.of(a, whole(batch, a.shape()));
        Array solution =
                PerMatrix.of(new Solve(), BroadcastTo.of(right, whole(batch, right.shape())), all);
        return b.ndim() == 1 ? Axes.squeeze(solution, -1) : solution;
    }

    /** The inverse of square matrices. Matches {@code mlx.core.linalg.inv}. */
    public static Array inverse(Array a) {
        PerMatrix.requireSquare(a, "inv");
        long n = a.shape().extent(-1);
        return of(a, Triangle.eye(a.dtype(), n, n, 0));
    }

    private static Shape front(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static Shape whole(Shape batch, Shape matrix) {
        long[] extents = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        extents[batch.rank()] = matrix.extent(-2);
        extents[batch.rank() + 1] = matrix.extent(-1);
        return Shape.of(extents);
    }

    @Override
    public long[] extents(List<Shape> in) {
        return new long[] {in.getFirst().extent(-2), in.getFirst().extent(-1)};
    }

    @Override
    public double[][] apply(List<double[][]> matrices) {
        double[][] x = matrices.get(0);
        double[][] a = matrices.get(1);
        Elimination.forward(a, x);
        for (int row = a.length - 1; row >= 0; row--) {
            for (int column = 0; column < x[row].length; column++) {
                double sum = x[row][column];
                for (int k = row + 1; k < a.length; k++) {
                    sum -= a[row][k] * x[k][column];
                }
                x[row][column] = sum / a[row][row];
            }
        }
        return x;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array a = in.get(1);
        Array byB = of(a.mT(), cotangent);
        return List.of(byB, byB.matmul(out.mT()).negative());
    }
}
