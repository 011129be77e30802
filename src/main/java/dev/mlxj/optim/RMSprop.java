package dev.mlxj.optim;

import dev.mlxj.array.Array;

/**
 * {@code v = alpha * v + (1 - alpha) * g^2}, {@code w = w - lr * g / (sqrt(v) + eps)}.
 *
 * <p>Remembers {@code v}. Matches {@code mlx.optimizers.RMSprop}.
 *
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Tieleman
 *     and Hinton, Lecture 6.5</a>
 */
public final class RMSprop extends ParameterOptimizer {
    private static final double ALPHA = 0.99;
    private static final double EPS = 1e-8;

    private final double alpha;
    private final double eps;

    /** With alpha 0.99 and eps 1e-8. */
    public RMSprop(double learningRate) {
        this(learningRate, ALPHA, EPS);
    }

    /** With {@code alpha >= 0} and {@code eps > 0}. */
    public RMSprop(double learningRate, double alpha, double eps) {
        this(Schedule.constant(learningRate), alpha, eps);
    }

    /** With alpha 0.99 and eps 1e-8. */
    public RMSprop(Schedule learningRate) {
        this(learningRate, ALPHA, EPS);
    }

    /** With {@code alpha >= 0} and {@code eps > 0}. */
    public RMSprop(Schedule learningRate, double alpha, double eps) {
        super(learningRate);
        this.alpha = Require.notNegative("RMSprop", "alpha", alpha);
        this.eps = Require.positive("RMSprop", "eps", eps);
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        moments.setZeros("v", parameter);
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        Array kept = moments.get("v").multiply(alpha);
        Array v = kept.add(gradient.square().multiply(1 - alpha));
        moments.set("v", v);
        Array step = learningRateFor(gradient).multiply(gradient);
        return parameter.subtract(step.divide(v.sqrt().add(eps)));
    }
}
