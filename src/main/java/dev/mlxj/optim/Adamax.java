package dev.mlxj.optim;

import dev.mlxj.array.Array;

/**
 * {@code m = b1 * m + (1 - b1) * g}, {@code v = max(b2 * v, |g|)}, {@code w = w - lr * m / (v +
 * eps)}.
 *
 * <p>Remembers {@code m} and {@code v}. Matches {@code mlx.optimizers.Adamax}.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam</a>
 */
public final class Adamax extends ParameterOptimizer {
    private static final Betas BETAS = new Betas(0.9, 0.999);
    private static final double EPS = 1e-8;

    private final Betas betas;
    private final double eps;

    /** With betas 0.9 and 0.999 and eps 1e-8. */
    public Adamax(double learningRate) {
        this(learningRate, BETAS, EPS);
    }

    /** With {@code eps >= 0}. */
    public Adamax(double learningRate, Betas betas, double eps) {
        this(Schedule.constant(learningRate), betas, eps);
    }

    /** With betas 0.9 and 0.999 and eps 1e-8. */
    public Adamax(Schedule learningRate) {
        this(learningRate, BETAS, EPS);
    }

    /** With {@code eps >= 0}. */
    public Adamax(Schedule learningRate, Betas betas, double eps) {
        super(learningRate);
        this.betas = betas;
        this.eps = Require.notNegative("Adamax", "eps", eps);
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        moments.setZeros("m", parameter);
        moments.setZeros("v", parameter);
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        double b1 = betas.first();
        Array m = moments.get("m").multiply(b1).add(gradient.multiply(1 - b1));
        Array v = moments.get("v").multiply(betas.second()).maximum(gradient.abs());
        moments.set("m", m);
        moments.set("v", v);
        return parameter.subtract(learningRateFor(gradient).multiply(m).divide(v.add(eps)));
    }
}
