package dev.mlxj.array;

import dev.mlxj.array.op.Cholesky;
import dev.mlxj.array.op.Cross;
import dev.mlxj.array.op.Determinant;
import dev.mlxj.array.op.LogDeterminant;
import dev.mlxj.array.op.Lu;
import dev.mlxj.array.op.Norm;
import dev.mlxj.array.op.Qr;
import dev.mlxj.array.op.Solve;
import dev.mlxj.array.op.Svd;
import dev.mlxj.array.op.SymmetricEigen;

import java.util.List;

/** The functions of {@code mlx.core.linalg}, on the matrices that the last two axes hold. */
public final class Linalg {
    private Linalg() {}

    /** {@link Norm} of all elements, or along these axes. */
    public static Array norm(Array x, int... axes) {
        return Norm.of(x, false, axes);
    }

    /** {@link Norm} of all elements, or along these axes, which stay with extent 1. */
    public static Array normKeepDims(Array x, int... axes) {
        return Norm.of(x, true, axes);
    }

    /** {@link Norm} of this order along one axis or two, all of them if the array is empty. */
    public static Array norm(Array x, double ord, int[] axes) {
        return Norm.of(x, ord, false, axes);
    }

    /** {@link Norm} of this order; the axes stay with extent 1. */
    public static Array normKeepDims(Array x, double ord, int[] axes) {
        return Norm.of(x, ord, true, axes);
    }

    /** {@link Norm#nuclear} of the matrices that the last two axes hold. */
    public static Array nuclearNorm(Array x) {
        return Norm.nuclear(x, false, -2, -1);
    }

    /** {@link Solve#inverse}. */
    public static Array inv(Array a) {
        return Solve.inverse(a);
    }

    /** {@link Solve}. */
    public static Array solve(Array a, Array b) {
        return Solve.of(a, b);
    }

    /** {@link Solve} with the lower triangle of a. */
    public static Array solveTriangular(Array a, Array b) {
        return Solve.of(a.tril(0), b);
    }

    /** {@link Solve} with the upper triangle of a. */
    public static Array solveUpperTriangular(Array a, Array b) {
        return Solve.of(a.triu(0), b);
    }

    /** The inverse of the lower triangle. */
    public static Array triInv(Array a) {
        return Solve.inverse(a.tril(0));
    }

    /** The inverse of the upper triangle. */
    public static Array upperTriInv(Array a) {
        return Solve.inverse(a.triu(0));
    }

    /** The inverse of the matrix of which this is the lower Cholesky factor. */
    public static Array choleskyInv(Array factor) {
        Array inverse = triInv(factor);
        return inverse.mT().matmul(inverse);
    }

    /** {@link Lu}: rows, l and u. */
    public static List<Array> lu(Array a) {
        return Lu.of(a);
    }

    /** {@link Lu#factor}: both factors in one matrix, and the pivots. */
    public static List<Array> luFactor(Array a) {
        return Lu.factor(a);
    }

    /** {@link LogDeterminant}: the sign and the logarithm of the size. */
    public static List<Array> slogdet(Array a) {
        return LogDeterminant.of(a);
    }

    /** {@link Cross} along the last axis. */
    public static Array cross(Array a, Array b) {
        return Cross.of(a, b, -1);
    }

    /** {@link Cross} along an axis. */
    public static Array cross(Array a, Array b, int axis) {
        return Cross.of(a, b, axis);
    }

    /** {@link Determinant}. */
    public static Array det(Array a) {
        return Determinant.of(a);
    }

    /** {@link Cholesky}: the lower factor. */
    public static Array cholesky(Array a) {
        return Cholesky.of(a);
    }

    /** {@link Qr}: q and r. */
    public static List<Array> qr(Array a) {
        return Qr.of(a);
    }

    /** {@link Svd}: u, s and vt. */
    public static List<Array> svd(Array a) {
        return Svd.of(a);
    }

    /** {@link Svd#values}: s alone, descending. */
    public static Array singularValues(Array a) {
        return Svd.values(a);
    }

    /** {@link SymmetricEigen}: values and vectors. */
    public static List<Array> eigh(Array a) {
        return SymmetricEigen.of(a);
    }

    /** {@link SymmetricEigen#values}. */
    public static Array eigvalsh(Array a) {
        return SymmetricEigen.values(a);
    }

    /** The pseudo-inverse, from the {@link Svd}; values under 1e-6 of the greatest count as 0. */
    public static Array pinv(Array a) {
        List<Array> parts = Svd.of(a);
        Array s = parts.get(1);
        int k = Math.toIntExact(s.shape().extent(-1));
        Array least = s.maxKeepDims(-1).multiply(1e-6);
        Array inverse = Array.where(s.greater(least), s.reciprocal(), Array.zeros(s.dtype()));
        Array u = parts.get(0).slice(-1, 0, k);
        Array v = parts.get(2).mT().slice(-1, 0, k);
        return v.multiply(inverse.expandDims(-2)).matmul(u.mT());
    }
}
