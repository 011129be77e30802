package dev.mlxj.array.random;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * {@code mean + deviation * sqrt(2) * erfinv(u)} for u uniform in (-1, 1), which is drawn in F32
 * for every dtype.
 */
final class Normal {
    private Normal() {}

    /** Normal numbers; no mean is 0, no deviation 1. */
    static Array of(
            Array key, DType dtype, @Nullable Array mean, @Nullable Array deviation, Shape shape) {
        if (dtype == DType.C64) {
            return complex(key, mean, deviation, shape);
        }
        if (!dtype.isFloating()) {
            throw new IllegalArgumentException(
                    "[normal] Random numbers are real or complex64, not " + Promotion.name(dtype));
        }
        Array scale = Array.full(dtype, Math.sqrt(2));
        if (deviation != null) {
            scale = scale.multiply(deviation.astype(dtype));
        }
        Array samples = Uniform.symmetric(key, shape).erfinv().astype(dtype).multiply(scale);
        return mean == null ? samples : samples.add(mean.astype(dtype));
    }

    /** Both parts normal with half the variance, so that the numbers have variance 1. */
    private static Array complex(
            Array key, @Nullable Array mean, @Nullable Array deviation, Shape shape) {
        long[] parts = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
        parts[shape.rank()] = 2;
        Array both = Uniform.symmetric(key, Shape.of(parts)).erfinv();
        Array re = both.slice(-1, 0, 1).squeeze(-1);
        Array im = both.slice(-1, 1, 2).squeeze(-1);
        Array samples = im.multiply(Array.complex(0, 1)).add(re);
        Array scaled = deviation == null ? samples : samples.multiply(deviation);
        return mean == null ? scaled : scaled.add(mean);
    }

    /** Normal with mean 0 and deviation 1, given that they lie in [lower, upper]. */
    static Array truncated(Array key, DType dtype, Array lower, Array upper, Shape shape) {
        Array root = Array.full(dtype, Math.sqrt(2));
        Array least = lower.astype(dtype);
        Array most = upper.astype(dtype);
        Array from = least.divide(root).erf();
        Array to = most.divide(root).erf();
        Array samples = Uniform.of(key, dtype, from, to, shape).erfinv().multiply(root);
        return samples.minimum(most).maximum(least);
    }
}
