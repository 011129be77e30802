package dev.mlxj.array.random;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

/**
 * Random arrays. Each is a function of a key: two numbers of 32 bits, as an array U32 {@code [2]}.
 * Without a key, the next one of the thread's sequence is drawn, when the call is made; so what an
 * array holds does not depend on when it is evaluated. The numbers are those of {@code
 * mlx.core.random}.
 *
 * <p>The short form of a distribution draws F32 (or what its Javadoc says) with a key of the
 * sequence; the long form names the key and the dtype. Parameters that are arrays broadcast to the
 * shape. All throw {@link IllegalArgumentException} if they do not, if the dtype is none that the
 * distribution has, or if the key is no key.
 */
public final class Random {
    private Random() {}

    /** Begins the calling thread's sequence of keys anew. */
    public static void seed(long seed) {
        KeySequence.current().begin(seed);
    }

    /** The key of a number. */
    public static Array key(long seed) {
        return KeySequence.key(seed);
    }

    /** Draws the next key of the calling thread's sequence. */
    public static Array nextKey() {
        return KeySequence.current().next();
    }

    /** Where the calling thread's sequence stands: a key, for {@link #setState}. */
    public static Array state() {
        return KeySequence.current().state();
    }

    /** Lets the calling thread's sequence go on from where another one stood. */
    public static void setState(Array state) {
        KeySequence.current().resume(state);
    }

    /** Two keys from one: U32 {@code [2, 2]}. */
    public static Array split(Array key) {
        return split(key, 2);
    }

    /** Several keys from one: U32 {@code [n, 2]}. */
    public static Array split(Array key, int n) {
        return bits(key, n, 2);
    }

    /** Random bits: U32 numbers. */
    public static Array bits(Array key, long... shape) {
        return RandomBits.of(key, Shape.of(shape));
    }

    /** F32, uniform in [low, high). */
    public static Array uniform(double low, double high, long... shape) {
        return uniform(nextKey(), DType.F32, low, high, shape);
    }

    /** Uniform in [low, high): F32, F16 or BF16. */
    public static Array uniform(Array key, DType dtype, double low, double high, long... shape) {
        return uniform(key, dtype, Array.scalar(low), Array.scalar(high), shape);
    }

    /** Uniform in [low, high), each number with its own bounds: F32, F16 or BF16. */
    public static Array uniform(Array key, DType dtype, Array low, Array high, long... shape) {
        return Uniform.of(key, dtype, low, high, Shape.of(shape));
    }

    /** F32, normal with this mean and deviation. */
    public static Array normal(double mean, double deviation, long... shape) {
        return normal(nextKey(), DType.F32, mean, deviation, shape);
    }

    /**
     * Normal with this mean and deviation, real or C64. The two parts of a complex number have half
     * the variance each.
     */
    public static Array normal(
            Array key, DType dtype, double mean, double deviation, long... shape) {
        Array loc = mean == 0 ? null : Array.scalar(mean);
        Array scale = deviation == 1 ? null : Array.scalar(deviation);
        return Normal.of(key, dtype, loc, scale, Shape.of(shape));
    }

    /** Normal, each number with its own mean and deviation, real or C64. */
    public static Array normal(Array key, DType dtype, Array mean, Array deviation, long... shape) {
        return Normal.of(key, dtype, mean, deviation, Shape.of(shape));
    }

    /**
     * Normal vectors, F32, whose elements go together.
     *
     * @param mean {@code [.., n]}
     * @param covariance {@code [.., n, n]}, symmetric and not negative
     * @param shape of the vectors, which the leading axes of both broadcast with
     */
    public static Array multivariateNormal(Array key, Array mean, Array covariance, long... shape) {
        return MultivariateNormal.of(key, mean, covariance, Shape.of(shape));
    }

    /** Normal with mean 0 and deviation 1, given that it lies in [lower, upper]. */
    public static Array truncatedNormal(
            Array key, DType dtype, double lower, double upper, long... shape) {
        return truncatedNormal(key, dtype, Array.scalar(lower), Array.scalar(upper), shape);
    }

    /** Normal, each number in its own bounds; they say the shape. */
    public static Array truncatedNormal(Array key, DType dtype, Array lower, Array upper) {
        Shape shape = Shapes.broadcast(lower.shape(), upper.shape());
        return Normal.truncated(key, dtype, lower, upper, shape);
    }

    /** Normal with mean 0 and deviation 1, each number given that it lies in its own bounds. */
    public static Array truncatedNormal(
            Array key, DType dtype, Array lower, Array upper, long... shape) {
        return Normal.truncated(key, dtype, lower, upper, Shape.of(shape));
    }

    /** True with probability {@code p}, else false. */
    public static Array bernoulli(double p, long... shape) {
        return bernoulli(nextKey(), p, shape);
    }

    /** True with probability {@code p}, else false. */
    public static Array bernoulli(Array key, double p, long... shape) {
        return bernoulli(key, Array.scalar(p), shape);
    }

    /** True with the probabilities {@code p}, real numbers, which say the shape. */
    public static Array bernoulli(Array key, Array p) {
        return bernoulli(key, p, p.shape().toArray());
    }

    /** True with the probabilities {@code p}, real numbers. */
    public static Array bernoulli(Array key, Array p, long... shape) {
        if (!p.dtype().isFloating()) {
            throw new IllegalArgumentException(
                    "[bernoulli] A probability is a real number, not " + Promotion.name(p.dtype()));
        }
        Uniform.requireShape("bernoulli", Shape.of(shape), p.shape());
        // Above 2^32, so that probability 1 is always true.
        Array bound = p.multiply(Array.scalar(Math.nextUp(0x1p32f)));
        return bits(key, shape).less(bound);
    }

    /** I32, uniform in [low, high). */
    public static Array randint(long low, long high, long... shape) {
        return randint(nextKey(), DType.I32, low, high, shape);
    }

    /** Uniform in [low, high), integers or bool. Drawn as F32, so not finer than that. */
    public static Array randint(Array key, DType dtype, long low, long high, long... shape) {
        return randint(key, dtype, Array.scalar(low), Array.scalar(high), shape);
    }

    /** Uniform in [low, high), each with its own bounds, integers or bool. */
    public static Array randint(Array key, DType dtype, Array low, Array high, long... shape) {
        if (dtype.isInexact()) {
            throw new IllegalArgumentException(
                    "[randint] Random integers have an integer dtype or bool, not "
                            + Promotion.name(dtype));
        }
        Array drawn = uniform(key, DType.F32, low, high, shape).floor().astype(dtype);
        // F32 may round the bounds outwards.
        Array greatest = high.subtract(1).astype(dtype);
        return drawn.minimum(greatest).maximum(low.astype(dtype));
    }

    /** F32, {@code -log(-log(u))} for u uniform in [0, 1). */
    public static Array gumbel(long... shape) {
        return gumbel(nextKey(), DType.F32, shape);
    }

    /** {@code -log(-log(u))} for u uniform in [0, 1): F32, F16 or BF16. */
    public static Array gumbel(Array key, DType dtype, long... shape) {
        return uniform(key, dtype, 0, 1, shape).log().negative().log().negative();
    }

    /** F32, Laplace with this mean and scale. */
    public static Array laplace(double mean, double scale, long... shape) {
        return laplace(nextKey(), DType.F32, mean, scale, shape);
    }

    /** Laplace with this mean and scale, real. */
    public static Array laplace(Array key, DType dtype, double mean, double scale, long... shape) {
        if (!dtype.isFloating()) {
            throw new IllegalArgumentException(
                    "[laplace] Random numbers are real, not " + Promotion.name(dtype));
        }
        Array u = Uniform.symmetric(key, Shape.of(shape));
        Array samples = u.sign().multiply(u.abs().negative().log1p()).astype(dtype);
        Array scaled = scale == 1 ? samples : samples.multiply(Array.scalar(scale).astype(dtype));
        return mean == 0 ? scaled : scaled.add(Array.scalar(mean).astype(dtype));
    }

    /** The integers from 0 to n in a random order, U32. */
    public static Array permutation(long n) {
        return permutation(nextKey(), n);
    }

    /** The integers from 0 to n in a random order, U32. */
    public static Array permutation(Array key, long n) {
        return bits(key, n).argsort(0);
    }

    /** The slices along an axis in a random order. */
    public static Array permutation(Array key, Array x, int axis) {
        int along = Shapes.axis(x.shape(), axis);
        return x.take(permutation(key, x.shape().extent(along)), along);
    }

    /** A position along the last axis, with probabilities proportional to {@code exp(logits)}. */
    public static Array categorical(Array logits) {
        return categorical(nextKey(), logits, -1);
    }

    /** A position along an axis, with probabilities proportional to {@code exp(logits)}: U32. */
    public static Array categorical(Array key, Array logits, int axis) {
        return Categorical.one(key, logits, axis);
    }

    /** Several positions for each distribution, on a new last axis: U32. */
    public static Array categorical(Array key, Array logits, int axis, int samples) {
        return Categorical.several(key, logits, axis, samples);
    }

    /**
     * Positions of this shape: U32.
     *
     * @param shape to which that of the logits without the axis broadcasts
     */
    public static Array categorical(Array key, Array logits, int axis, Shape shape) {
        return Categorical.of(key, logits, axis, shape);
    }
}
