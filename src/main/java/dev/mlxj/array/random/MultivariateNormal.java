package dev.mlxj.array.random;

import dev.mlxj.array.Array;
import dev.mlxj.array.Linalg;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.Arrays;
import java.util.List;

/** {@code mean + z sqrt(cov)} for z normal; the root is {@code u sqrt(s) vt} of the SVD. */
final class MultivariateNormal {
    private MultivariateNormal() {}

    static Array of(Array key, Array mean, Array covariance, Shape shape) {
        if (mean.ndim() < 1
                || covariance.ndim() < 2
                || covariance.shape().extent(-1) != covariance.shape().extent(-2)
                || covariance.shape().extent(-1) != mean.shape().extent(-1)) {
            throw new IllegalArgumentException(
                    "[multivariate_normal] A mean [.., n] goes with a covariance [.., n, n], got %s and %s"
                            .formatted(mean.shape(), covariance.shape()));
        }
        Shape batch = Shapes.broadcast(leading(covariance, 2), leading(mean, 1));
        Shape draws = Shapes.broadcast(batch, shape);
        long[] extents = Arrays.copyOf(draws.toArray(), draws.rank() + 1);
        extents[draws.rank()] = mean.shape().extent(-1);
        Array normal = Normal.of(key, DType.F32, null, null, Shape.of(extents));
        Array correlated = normal.expandDims(-2).matmul(root(covariance)).squeeze(-2);
        return mean.add(correlated);
    }

    private static Array root(Array covariance) {
        List<Array> parts = Linalg.svd(covariance.astype(DType.F32));
        Array roots = parts.get(1).sqrt().expandDims(-2);
        return parts.get(0).multiply(roots).matmul(parts.get(2));
    }

    /** The shape without its last axes. */
    private static Shape leading(Array array, int without) {
        return Shape.of(Arrays.copyOf(array.shape().toArray(), array.ndim() - without));
    }
}
