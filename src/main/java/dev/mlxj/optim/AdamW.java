package dev.mlxj.optim;

import dev.mlxj.array.Array;

/**
 * {@link Adam} with a decay of the weights that does not pass through the averages: a step from
 * {@code w * (1 - lr * decay)}.
 *
 * <p>Remembers {@code m} and {@code v}. Matches {@code mlx.optimizers.AdamW}.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, Decoupled Weight Decay
 *     Regularization</a>
 */
public final class AdamW extends Adam {
    private static final double DECAY = 0.01;

    private final double weightDecay;

    /** With a decay of 0.01. */
    public AdamW(double learningRate) {
        this(learningRate, DECAY);
    }

    public AdamW(double learningRate, double weightDecay) {
        this(learningRate, weightDecay, Options.DEFAULT);
    }

    public AdamW(double learningRate, double weightDecay, Options options) {
        this(Schedule.constant(learningRate), weightDecay, options);
    }

    /** With a decay of 0.01. */
    public AdamW(Schedule learningRate) {
        this(learningRate, DECAY, Options.DEFAULT);
    }

    public AdamW(Schedule learningRate, double weightDecay, Options options) {
        super(learningRate, options);
        this.weightDecay = weightDecay;
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        Array kept = Array.subtract(1.0, learningRateFor(gradient).multiply(weightDecay));
        return super.applySingle(gradient, parameter.multiply(kept), moments);
    }
}
