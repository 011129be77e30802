package dev.mlxj.optim;

import dev.mlxj.array.Array;

/**
 * {@code c = b1 * m + (1 - b1) * g}, {@code m = b2 * m + (1 - b2) * g}, {@code w = w - lr *
 * (sign(c) + decay * w)}. A learning rate 3 to 10 times smaller than that of {@link AdamW}, with a
 * decay so much greater, takes steps of its size.
 *
 * <p>Remembers {@code m}. Matches {@code mlx.optimizers.Lion}.
 *
 * @see <a href="https://arxiv.org/abs/2302.06675">Chen and others, Symbolic Discovery of
 *     Optimization Algorithms</a>
 */
public final class Lion extends ParameterOptimizer {
    private static final Betas BETAS = new Betas(0.9, 0.99);

    private final Betas betas;
    private final double weightDecay;

    /** With betas 0.9 and 0.99 and no decay. */
    public Lion(double learningRate) {
        this(learningRate, BETAS, 0);
    }

    public Lion(double learningRate, Betas betas, double weightDecay) {
        this(Schedule.constant(learningRate), betas, weightDecay);
    }

    /** With betas 0.9 and 0.99 and no decay. */
    public Lion(Schedule learningRate) {
        this(learningRate, BETAS, 0);
    }

    public Lion(Schedule learningRate, Betas betas, double weightDecay) {
        super(learningRate);
        this.betas = betas;
        this.weightDecay = weightDecay;
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        moments.setZeros("m", parameter);
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        Array lr = learningRateFor(gradient);
        Array m = moments.get("m");
        moments.set("m", average(m, gradient, betas.second()));
        Array step = lr.multiply(average(m, gradient, betas.first()).sign());
        if (weightDecay > 0) {
            Array kept = Array.subtract(1.0, lr.multiply(weightDecay));
            return kept.multiply(parameter).subtract(step);
        }
        return parameter.subtract(step);
    }

    private static Array average(Array m, Array gradient, double beta) {
        return m.multiply(beta).add(gradient.multiply(1 - beta));
    }
}
