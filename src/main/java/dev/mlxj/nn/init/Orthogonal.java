package dev.mlxj.nn.init;

import dev.mlxj.array.Array;
import dev.mlxj.array.Linalg;
import dev.mlxj.array.random.Random;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * The q of the QR decomposition of a square matrix of normal numbers, cut to the shape. The signs
 * of its columns are those of the diagonal of r, which makes q uniform among all rotations, and the
 * same whatever signs a decomposition chooses.
 */
record Orthogonal(double gain, DType dtype) implements Initializer {
    @Override
    public Array apply(Array like) {
        Init.requireMatrix("orthogonal", like);
        long rows = like.shape().extent(0);
        long columns = like.shape().extent(1);
        long n = Math.max(rows, columns);
        List<Array> qr = Linalg.qr(Random.normal(0, 1, n, n));
        Array q = qr.get(0).multiply(qr.get(1).diag(0).sign());
        return q.slice(0, 0, rows).slice(1, 0, columns).multiply(gain).astype(dtype);
    }
}
