package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/**
 * {@link Dropout} of whole channels: in training a channel of a sample is zero with probability
 * {@code p}.
 *
 * <p>Shape: {@code [height, width, channels]} or {@code [batch, height, width, channels]} to the
 * same.
 */
public final class Dropout2d extends Module implements Layer {
    private final double p;

    /** With p 0.5. */
    public Dropout2d() {
        this(0.5);
    }

    public Dropout2d(double p) {
        this.p = Dropout.probability(p);
    }

    @Override
    public Array forward(Array x) {
        return Dropout.ofChannels(x, training() ? p : 0, 2);
    }

    @Override
    protected String extraRepr() {
        return "p=" + Repr.of(p);
    }
}
