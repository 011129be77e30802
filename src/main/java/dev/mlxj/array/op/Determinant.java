package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;

/** The determinant of square matrices. Matches {@code mlx.core.linalg.det}. */
public record Determinant() implements PerMatrix {
    /**
     * {@code [.., n, n]} to {@code [..]}; computed in F32 at least, in the dtype of a if it is
     * floating.
     */
    public static Array of(Array a) {
        PerMatrix.requireSquare(a, "det");
        DType dtype = Promotion.inexact("det", a);
        DType wide = dtype == DType.F64 || dtype == DType.C64 ? dtype : DType.F32;
        return PerMatrix.of(new Determinant(), a.astype(wide)).astype(dtype);
    }

    @Override
    public String name() {
        return "det";
    }

    @Override
    public long[] extents(List<Shape> in) {
        return new long[0];
    }

    @Override
    public double[][] apply(List<double[][]> matrices) {
        double[][] a = matrices.getFirst();
        double product = Elimination.forward(a, new double[0][]);
        for (int i = 0; i < a.length; i++) {
            product *= a[i][i];
        }
        return new double[][] {{product}};
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array weight = cotangent.multiply(out).expandDims(-1).expandDims(-1);
        return List.of(Solve.inverse(in.getFirst()).mT().multiply(weight));
    }
}
