package dev.mlxj.nn.init;

import dev.mlxj.array.Array;
import dev.mlxj.array.op.Triangle;
import dev.mlxj.array.random.Random;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

/**
 * The initializers of {@code mlx.nn.init}, by MLX's names. Values are F32 unless a dtype is given.
 * Random ones draw a key of {@link Random}'s sequence each time they are applied, and from it the
 * numbers of MLX.
 */
public final class Init {
    private Init() {}

    /** All values are {@code value}. */
    public static Initializer constant(double value) {
        return constant(value, DType.F32);
    }

    /** All values are {@code value}. */
    public static Initializer constant(double value, DType dtype) {
        return like -> Array.full(dtype, value, like.shape().toArray());
    }

    /** Normal with mean 0 and deviation 1. */
    public static Initializer normal() {
        return normal(0, 1);
    }

    /** Normal with this mean and deviation. */
    public static Initializer normal(double mean, double std) {
        return normal(mean, std, DType.F32);
    }

    /** Normal with this mean and deviation. */
    public static Initializer normal(double mean, double std, DType dtype) {
        return like -> draw(like, dtype, mean, std);
    }

    /** Uniform in [0, 1). */
    public static Initializer uniform() {
        return uniform(0, 1);
    }

    /** Uniform in [low, high). */
    public static Initializer uniform(double low, double high) {
        return uniform(low, high, DType.F32);
    }

    /** Uniform in [low, high). */
    public static Initializer uniform(double low, double high, DType dtype) {
        return like -> drawWithin(like, dtype, low, high);
    }

    /** The identity matrix, for a square matrix. */
    public static Initializer identity() {
        return identity(DType.F32);
    }

    /** The identity matrix, for a square matrix. */
    public static Initializer identity(DType dtype) {
        return like -> {
            Shape shape = like.shape();
            if (shape.rank() != 2 || shape.extent(0) != shape.extent(1)) {
                throw new IllegalArgumentException(
                        "init.identity: the array must be a square matrix, got the shape " + shape);
            }
            return Triangle.eye(dtype, shape.extent(0), shape.extent(1), 0);
        };
    }

    /** {@link #glorotNormal(double, DType)} with gain 1. */
    public static Initializer glorotNormal() {
        return glorotNormal(1, DType.F32);
    }

    /**
     * Normal with deviation {@code gain * sqrt(2 / (fan in + fan out))}.
     *
     * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio,
     *     Understanding the difficulty of training deep feedforward neural networks</a>
     */
    public static Initializer glorotNormal(double gain, DType dtype) {
        return like -> draw(like, dtype, 0, gain * Math.sqrt(2 / Fan.sum(like)));
    }

    /** {@link #glorotUniform(double, DType)} with gain 1. */
    public static Initializer glorotUniform() {
        return glorotUniform(1, DType.F32);
    }

    /** Uniform within {@code gain * sqrt(6 / (fan in + fan out))} of zero. */
    public static Initializer glorotUniform(double gain, DType dtype) {
        return like -> {
            double limit = gain * Math.sqrt(6 / Fan.sum(like));
            return drawWithin(like, dtype, -limit, limit);
        };
    }

    /** {@link #heNormal(Fan, double, DType)} by the fan in, with gain 1. */
    public static Initializer heNormal() {
        return heNormal(Fan.FAN_IN, 1, DType.F32);
    }

    /**
     * Normal with deviation {@code gain / sqrt(fan)}.
     *
     * @see <a href="https://arxiv.org/abs/1502.01852">He et al., Delving Deep into Rectifiers</a>
     */
    public static Initializer heNormal(Fan fan, double gain, DType dtype) {
        return like -> draw(like, dtype, 0, gain / Math.sqrt(fan.of(like)));
    }

    /** {@link #heUniform(Fan, double, DType)} by the fan in, with gain 1. */
    public static Initializer heUniform() {
        return heUniform(Fan.FAN_IN, 1, DType.F32);
    }

    /** Uniform within {@code gain * sqrt(3 / fan)} of zero. */
    public static Initializer heUniform(Fan fan, double gain, DType dtype) {
        return like -> {
            double limit = gain * Math.sqrt(3 / fan.of(like));
            return drawWithin(like, dtype, -limit, limit);
        };
    }

    /** {@link #sparse(double, double, double, DType)} with mean 0 and deviation 1. */
    public static Initializer sparse(double sparsity) {
        return sparse(sparsity, 0, 1, DType.F32);
    }

    /**
     * Normal, for a matrix, with zeros in random places, the same number of them in every row.
     *
     * @param sparsity the part of a row that is zero, from 0 to 1, rounded up to whole places
     * @see <a href="https://icml.cc/Conferences/2010/papers/458.pdf">Martens, Deep learning via
     *     Hessian-free optimization</a>
     */
    public static Initializer sparse(double sparsity, double mean, double std, DType dtype) {
        return like -> {
            requireMatrix("sparse", like);
            long zeros = (long) Math.ceil(sparsity * like.shape().extent(1));
            Array ranks = drawWithin(like, DType.F32, 0, 1).argsort(1).argsort(1);
            Array values = draw(like, dtype, mean, std);
            return Array.where(ranks.less(zeros), Array.zeros(dtype), values);
        };
    }

    /** {@link #orthogonal(double, DType)} with gain 1. */
    public static Initializer orthogonal() {
        return orthogonal(1, DType.F32);
    }

    /**
     * {@code gain} times a random matrix whose rows or columns, if there are fewer, are
     * orthonormal.
     */
    public static Initializer orthogonal(double gain, DType dtype) {
        return new Orthogonal(gain, dtype);
    }

    static void requireMatrix(String name, Array like) {
        if (like.ndim() != 2) {
            throw new IllegalArgumentException(
                    "init.%s: the array must be a matrix, got the shape %s"
                            .formatted(name, like.shape()));
        }
    }

    private static Array draw(Array like, DType dtype, double mean, double std) {
        return Random.normal(Random.nextKey(), dtype, mean, std, like.shape().toArray());
    }

    private static Array drawWithin(Array like, DType dtype, double low, double high) {
        return Random.uniform(Random.nextKey(), dtype, low, high, like.shape().toArray());
    }
}
