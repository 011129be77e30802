package dev.mlxj.optim;

import dev.mlxj.array.Array;

/**
 * Stochastic gradient descent: {@code v = momentum * v + (1 - dampening) * g}, {@code w = w - lr *
 * v}. With Nesterov's momentum the last {@code v} is {@code g + momentum * v}; without any it is
 * {@code g}. Weight decay adds {@code decay * w} to {@code g}.
 *
 * <p>Remembers {@code v}. Matches {@code mlx.optimizers.SGD}.
 */
public final class SGD extends ParameterOptimizer {
    /**
     * The settings besides the learning rate.
     *
     * @param momentum how much of {@code v} stays in each step; 0 is none
     * @param weightDecay the L2 penalty
     * @param dampening how much of the gradient is kept out of {@code v}
     * @param nesterov whether the step looks ahead; it needs momentum, and no dampening
     */
    public record Options(double momentum, double weightDecay, double dampening, boolean nesterov) {
        /** No momentum, no decay. */
        public static final Options DEFAULT = new Options(0, 0, 0, false);

        public Options {
            if (nesterov && (!(momentum > 0) || dampening != 0)) {
                throw new IllegalArgumentException(
                        "SGD: Nesterov's needs a momentum and no dampening, got %s and %s"
                                .formatted(momentum, dampening));
            }
        }

        public Options withMomentum(double momentum) {
            return new Options(momentum, weightDecay, dampening, nesterov);
        }

        public Options withWeightDecay(double weightDecay) {
            return new Options(momentum, weightDecay, dampening, nesterov);
        }

        public Options withDampening(double dampening) {
            return new Options(momentum, weightDecay, dampening, nesterov);
        }

        public Options withNesterov() {
            return new Options(momentum, weightDecay, dampening, true);
        }
    }

    private final Options options;

    public SGD(double learningRate) {
        this(learningRate, Options.DEFAULT);
    }

    public SGD(double learningRate, Options options) {
        this(Schedule.constant(learningRate), options);
    }

    public SGD(Schedule learningRate) {
        this(learningRate, Options.DEFAULT);
    }

    public SGD(Schedule learningRate, Options options) {
        super(learningRate);
        this.options = options;
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        moments.setZeros("v", parameter);
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        Array g = gradient;
        if (options.weightDecay() != 0) {
            g = g.add(parameter.multiply(options.weightDecay()));
        }
        return parameter.subtract(learningRateFor(g).multiply(direction(g, moments)));
    }

    private Array direction(Array g, Moments moments) {
        double momentum = options.momentum();
        if (momentum <= 0) {
            return g;
        }
        double dampening = options.dampening();
        Array kept = moments.get("v").multiply(momentum);
        Array v = kept.add(dampening > 0 ? g.multiply(1 - dampening) : g);
        moments.set("v", v);
        return options.nesterov() ? g.add(v.multiply(momentum)) : v;
    }
}
