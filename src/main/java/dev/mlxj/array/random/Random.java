package dev.mlxj.array.random;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.op.SearchSorted;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.Arrays;

/**
 * Random arrays. Each is a function of a key: two numbers of 32 bits, as an array U32 {@code [2]}.
 * Without a key, the next one of a global sequence is drawn, when the call is made; so what an
 * array holds does not depend on when it is evaluated. The numbers are those of {@code
 * mlx.core.random}.
 */
public final class Random {
    private static long state = System.nanoTime();

    private Random() {}

    /** Begins the global sequence of keys anew. */
    public static synchronized void seed(long seed) {
        state = seed;
    }

    /** The key of a number. */
    public static Array key(long seed) {
        return array(seed);
    }

    /** Draws the next key of the global sequence. */
    public static synchronized Array nextKey() {
        int high = (int) (state >>> 32);
        int low = (int) state;
        long first = Threefry.hash(high, low, 0, 2);
        long second = Threefry.hash(high, low, 1, 3);
        state = (first & 0xFFFF_FFFF_0000_0000L) | (second >>> 32);
        return array((first << 32) | (second & 0xFFFF_FFFFL));
    }

    /** Several keys from one: U32 {@code [n, 2]}. */
    public static Array split(Array key, int n) {
        return bits(key, n, 2);
    }

    /** Random bits: U32 numbers. */
    public static Array bits(Array key, long... shape) {
        if (key.dtype() != DType.U32 || !key.shape().equals(Shape.of(2))) {
            throw new IllegalArgumentException(
                    "random: a key is U32 [2], got %s %s".formatted(key.dtype(), key.shape()));
        }
        return Array.of(new RandomBits(Shape.of(shape)), key);
    }

    /** F32, uniform in [low, high). */
    public static Array uniform(double low, double high, long... shape) {
        return uniform(nextKey(), DType.F32, low, high, shape);
    }

    /** Uniform in [low, high). */
    public static Array uniform(Array key, DType dtype, double low, double high, long... shape) {
        Array unit =
                bits(key, shape)
                        .astype(DType.F32)
                        .multiply(0x1p-32)
                        .minimum(belowOne(dtype))
                        .astype(dtype);
        Array from = Array.full(dtype, low);
        Array range = Array.full(dtype, high).subtract(from);
        return range.multiply(unit).add(from);
    }

    /** F32, normal with this mean and deviation. */
    public static Array normal(double mean, double deviation, long... shape) {
        return normal(nextKey(), DType.F32, mean, deviation, shape);
    }

    /** Normal with this mean and deviation. */
    public static Array normal(
            Array key, DType dtype, double mean, double deviation, long... shape) {
        Array samples = uniform(key, dtype, -belowOne(dtype), 1, shape).erfinv();
        Array scale = Array.full(dtype, Math.sqrt(2)).multiply(Array.full(dtype, deviation));
        Array centred = scale.multiply(samples);
        return mean == 0 ? centred : centred.add(Array.full(dtype, mean));
    }

    /** True with probability {@code p}, else false. */
    public static Array bernoulli(double p, long... shape) {
        return bernoulli(nextKey(), p, shape);
    }

    /** True with probability {@code p}, else false. */
    public static Array bernoulli(Array key, double p, long... shape) {
        return uniform(key, DType.F32, 0, 1, shape).less(p);
    }

    /** Integers, uniform in [low, high). */
    public static Array randint(Array key, DType dtype, double low, double high, long... shape) {
        return uniform(key, DType.F32, low, high, shape).floor().astype(dtype);
    }

    /** Normal with mean 0 and deviation 1, given that it lies in [lower, upper]. */
    public static Array truncatedNormal(
            Array key, DType dtype, double lower, double upper, long... shape) {
        double root = Math.sqrt(2);
        double from = Array.scalar(lower / root).erf().item();
        double to = Array.scalar(upper / root).erf().item();
        Array samples = uniform(key, dtype, from, to, shape).erfinv();
        return samples.multiply(root).clip(lower, upper);
    }

    /** {@code -log(-log(u))} for u uniform in [0, 1). */
    public static Array gumbel(Array key, DType dtype, long... shape) {
        return uniform(key, dtype, 0, 1, shape).log().negative().log().negative();
    }

    /** Laplace with this mean and scale. */
    public static Array laplace(Array key, DType dtype, double mean, double scale, long... shape) {
        Array samples = uniform(key, dtype, -belowOne(dtype), 1, shape);
        Array sizes = samples.abs().negative().log1p();
        return samples.sign().multiply(sizes).multiply(scale).add(mean);
    }

    /** The integers from 0 to n in a random order, U32. */
    public static Array permutation(Array key, long n) {
        return bits(key, n).argsort(0);
    }

    /** The slices along an axis in a random order. */
    public static Array permutation(Array key, Array x, int axis) {
        return x.take(permutation(key, x.shape().extent(axis)), axis);
    }

    /** A position along an axis, with probabilities proportional to {@code exp(logits)}: U32. */
    public static Array categorical(Array key, Array logits, int axis) {
        Array noise = gumbel(key, DType.F32, logits.shape().toArray());
        return logits.add(noise).argmax(axis);
    }

    /**
     * Positions along an axis, with probabilities proportional to {@code exp(logits)}: U32, {@code
     * samples} of them on a new last axis. From a single distribution they are found by its running
     * sums, as in MLX.
     */
    public static Array categorical(Array key, Array logits, int axis, int samples) {
        int along = Shapes.axis(logits.shape(), axis);
        long[] shape = Arrays.copyOf(logits.shape().toArray(), logits.ndim() + 1);
        shape[logits.ndim()] = samples;
        if (logits.size() == logits.shape().extent(along)) {
            Array sums = logits.flatten().softmax(0).cumsum(0);
            Array places = uniform(key, DType.F32, 0, 1, samples);
            shape[along] = 1;
            return SearchSorted.of(sums, places, true).reshape(shape).squeeze(along);
        }
        return logits.expandDims(-1).add(gumbel(key, DType.F32, shape)).argmax(along);
    }

    /** The largest number of the dtype below 1. */
    private static double belowOne(DType dtype) {
        return switch (dtype) {
            case F32 -> Math.nextDown(1.0f);
            case F16 -> 0x1.ffcp-1;
            case BF16 -> 0x1.fep-1;
            default ->
                    throw new IllegalArgumentException(
                            "random: %s is none of F32, F16, BF16".formatted(dtype));
        };
    }

    private static Array array(long key) {
        Tensor tensor = Memory.allocate(DType.U32, Shape.of(2));
        tensor.bytes().set(RandomBits.U32, 0, (int) (key >>> 32));
        tensor.bytes().set(RandomBits.U32, 4, (int) key);
        return Array.of(tensor);
    }
}
