package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/**
 * In training, zero with probability {@code p}, else {@code x / (1 - p)}; in evaluation, {@code x}.
 *
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al., Dropout</a>
 */
public final class Dropout extends Module implements Layer {
    private final double p;

    /** With p 0.5. */
    public Dropout() {
        this(0.5);
    }

    public Dropout(double p) {
        this.p = probability(p);
    }

    static double probability(double p) {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException(
                    "Dropout: the probability must be in [0, 1), got " + p);
        }
        return p;
    }

    @Override
    public Array forward(Array x) {
        return training() ? masked(x, p, x.shape().toArray()) : x;
    }

    /** Drops whole channels, which are what lies along the {@code n} axes before the last. */
    static Array ofChannels(Array x, double p, int n) {
        int rank = x.shape().rank();
        if (rank != n + 1 && rank != n + 2) {
            throw new IllegalArgumentException(
                    "Dropout%dd: the input has %d axes, expected %d or %d"
                            .formatted(n, rank, n + 1, n + 2));
        }
        long[] mask = x.shape().toArray();
        for (int axis = rank - 1 - n; axis < rank - 1; axis++) {
            mask[axis] = 1;
        }
        return masked(x, p, mask);
    }

    private static Array masked(Array x, double p, long[] shape) {
        return p == 0 ? x : Random.bernoulli(1 - p, shape).multiply(x).multiply(1 / (1 - p));
    }

    @Override
    protected String extraRepr() {
        return "p=" + Repr.of(p);
    }
}
