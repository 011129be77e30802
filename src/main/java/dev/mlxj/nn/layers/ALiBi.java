package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

/**
 * Attention with linear biases: a score falls with the distance of the positions, by a slope of
 * each head's own.
 *
 * <p>Shape: scores {@code [batch, heads, n, m]} to the same.
 *
 * @see <a href="https://arxiv.org/abs/2108.12409">Press, Smith and Lewis, Train Short, Test
 *     Long</a>
 */
public final class ALiBi extends Module implements Layer {
    @Override
    public Array forward(Array scores) {
        return forward(scores, 0, null);
    }

    /**
     * The biased scores.
     *
     * @param offset the position of the first query
     * @param mask added to the biases
     */
    public Array forward(Array scores, int offset, @Nullable Array mask) {
        Array bias =
                matrix(
                        Math.toIntExact(scores.shape().extent(-2)) + offset,
                        Math.toIntExact(scores.shape().extent(-1)),
                        Math.toIntExact(scores.shape().extent(1)),
                        offset,
                        scores.dtype());
        return scores.add(mask == null ? bias : bias.add(mask));
    }

    /**
     * The biases of queries from {@code offset} to {@code n}: {@code [1, heads, n - offset, m]}.
     */
    public static Array matrix(int n, int m, int heads, int offset, DType dtype) {
        Array queries = Array.arange(offset, n, 1);
        Array keys = Array.arange(0, m, 1);
        Array distance = queries.expandDims(1).subtract(keys.expandDims(0)).abs().negative();
        return distance.expandDims(0, 1).multiply(slopes(heads, dtype)).astype(dtype);
    }

    /** The slopes of the heads: {@code [heads, 1, 1]}. */
    public static Array slopes(int heads, DType dtype) {
        double[] slopes = new double[heads];
        int power = Integer.highestOneBit(heads);
        for (int i = 0; i < heads; i++) {
            slopes[i] = i < power ? slope(power, i + 1.0) : slope(2 * power, 2.0 * (i - power) + 1);
        }
        return Array.ofDoubles(slopes).astype(dtype).reshape(heads, 1, 1);
    }

    /** For {@code n} heads, a power of two: {@code 2^(-8 k / n)}. */
    private static double slope(int n, double k) {
        return Math.pow(2, -8 * k / n);
    }
}
