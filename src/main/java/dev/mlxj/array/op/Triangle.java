package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.tensor.DType;

/** Parts of matrices on one side of a diagonal. */
public final class Triangle {
    private Triangle() {}

    /** Whether the column is at most k beyond the row: bool {@code [rows, columns]}. */
    private static Array mask(long rows, long columns, int k) {
        Array row = Array.arange(DType.I64, rows).add(k).reshape(rows, 1);
        return row.greaterEqual(Array.arange(DType.I64, columns).reshape(1, columns));
    }

    /** Ones on the k-th diagonal and below it, zeros above. Matches {@code mlx.core.tri}. */
    public static Array ones(DType dtype, long rows, long columns, int k) {
        return mask(rows, columns, k).astype(dtype);
    }

    /** Ones on the k-th diagonal, zeros elsewhere. Matches {@code mlx.core.eye}. */
    public static Array eye(DType dtype, long rows, long columns, int k) {
        Array row = Array.arange(DType.I64, rows).add(k).reshape(rows, 1);
        return row.equal(Array.arange(DType.I64, columns).reshape(1, columns)).astype(dtype);
    }

    /** Matrices with 0 above the k-th diagonal. Matches {@code mlx.core.tril}. */
    public static Array lower(Array x, int k) {
        requireMatrix(x, "tril");
        Array mask = mask(x.shape().extent(-2), x.shape().extent(-1), k);
        return Where.of(mask, x, Array.full(x.dtype(), 0L));
    }

    /** Matrices with 0 below the k-th diagonal. Matches {@code mlx.core.triu}. */
    public static Array upper(Array x, int k) {
        requireMatrix(x, "triu");
        Array mask = mask(x.shape().extent(-2), x.shape().extent(-1), k - 1);
        return Where.of(mask, Array.full(x.dtype(), 0L), x);
    }

    private static void requireMatrix(Array x, String name) {
        if (x.ndim() < 2) {
            throw Refusal.of(name, "array must be at least 2-D.", x);
        }
    }
}
