package dev.mlxj.optim;

import dev.mlxj.array.Array;

/**
 * {@code m = b1 * m + (1 - b1) * g}, {@code v = b2 * v + (1 - b2) * g^2}, {@code w = w - lr * m /
 * (sqrt(v) + eps)}. With bias correction m and v are divided by {@code 1 - b1^step} and {@code 1 -
 * b2^step} in the last formula.
 *
 * <p>Remembers {@code m} and {@code v}. Matches {@code mlx.optimizers.Adam}.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam</a>
 */
public sealed class Adam extends ParameterOptimizer permits AdamW {
    /**
     * The settings besides the learning rate.
     *
     * @param betas what stays of {@code m} and {@code v} in each step
     * @param eps keeps the divisor from being 0, at least 0
     * @param biasCorrection whether the first steps make up for averages that began with 0
     */
    public record Options(Betas betas, double eps, boolean biasCorrection) {
        /** Betas 0.9 and 0.999, eps 1e-8, no bias correction. */
        public static final Options DEFAULT = new Options(new Betas(0.9, 0.999), 1e-8, false);

        public Options {
            Require.notNegative("Adam", "eps", eps);
        }

        public Options withBetas(double first, double second) {
            return new Options(new Betas(first, second), eps, biasCorrection);
        }

        public Options withEps(double eps) {
            return new Options(betas, eps, biasCorrection);
        }

        public Options withBiasCorrection() {
            return new Options(betas, eps, true);
        }
    }

    private final Options options;

    public Adam(double learningRate) {
        this(learningRate, Options.DEFAULT);
    }

    public Adam(double learningRate, Options options) {
        this(Schedule.constant(learningRate), options);
    }

    public Adam(Schedule learningRate) {
        this(learningRate, Options.DEFAULT);
    }

    public Adam(Schedule learningRate, Options options) {
        super(learningRate);
        this.options = options;
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        moments.setZeros("m", parameter);
        moments.setZeros("v", parameter);
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        double b1 = options.betas().first();
        double b2 = options.betas().second();
        Array m = moments.get("m").multiply(b1).add(gradient.multiply(1 - b1));
        Array v = moments.get("v").multiply(b2).add(gradient.square().multiply(1 - b2));
        moments.set("m", m);
        moments.set("v", v);
        Array lr = learningRateFor(gradient);
        if (!options.biasCorrection()) {
            return parameter.subtract(lr.multiply(m).divide(v.sqrt().add(options.eps())));
        }
        Array c1 = lr.divide(withoutBias(b1)).astype(gradient.dtype());
        Array c2 = withoutBias(b2).rsqrt().astype(gradient.dtype());
        Array divisor = v.sqrt().multiply(c2).add(options.eps());
        return parameter.subtract(c1.multiply(m).divide(divisor));
    }

    private Array withoutBias(double beta) {
        return Array.subtract(1.0, Array.power(beta, step()));
    }
}
