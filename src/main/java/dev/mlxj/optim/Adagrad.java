package dev.mlxj.optim;

import dev.mlxj.array.Array;

/**
 * {@code v = v + g^2}, {@code w = w - lr * g / (sqrt(v) + eps)}.
 *
 * <p>Remembers {@code v}. Matches {@code mlx.optimizers.Adagrad}.
 *
 * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi, Hazan and Singer, Adaptive
 *     Subgradient Methods</a>
 */
public final class Adagrad extends ParameterOptimizer {
    private static final double EPS = 1e-8;

    private final double eps;

    /** With eps 1e-8. */
    public Adagrad(double learningRate) {
        this(learningRate, EPS);
    }

    /** With {@code eps > 0}. */
    public Adagrad(double learningRate, double eps) {
        this(Schedule.constant(learningRate), eps);
    }

    /** With eps 1e-8. */
    public Adagrad(Schedule learningRate) {
        this(learningRate, EPS);
    }

    /** With {@code eps > 0}. */
    public Adagrad(Schedule learningRate, double eps) {
        super(learningRate);
        this.eps = Require.positive("Adagrad", "eps", eps);
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        moments.setZeros("v", parameter);
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        Array v = moments.get("v").add(gradient.square());
        moments.set("v", v);
        Array step = learningRateFor(gradient).multiply(gradient);
        return parameter.subtract(step.divide(v.sqrt().add(eps)));
    }
}
