package dev.mlxj.optim;

import dev.mlxj.array.Array;

/**
 * {@code v = rho * v + (1 - rho) * g^2}, {@code d = sqrt(u + eps) / sqrt(v + eps) * g}, {@code u =
 * rho * u + (1 - rho) * d^2}, {@code w = w - lr * d}.
 *
 * <p>Remembers {@code v} and {@code u}. Matches {@code mlx.optimizers.AdaDelta}.
 *
 * @see <a href="https://arxiv.org/abs/1212.5701">Zeiler, ADADELTA</a>
 */
public final class AdaDelta extends ParameterOptimizer {
    private static final double RHO = 0.9;
    private static final double EPS = 1e-6;

    private final double rho;
    private final double eps;

    /** With rho 0.9 and eps 1e-6. */
    public AdaDelta(double learningRate) {
        this(learningRate, RHO, EPS);
    }

    /** With {@code rho >= 0} and {@code eps > 0}. */
    public AdaDelta(double learningRate, double rho, double eps) {
        this(Schedule.constant(learningRate), rho, eps);
    }

    /** With rho 0.9 and eps 1e-6. */
    public AdaDelta(Schedule learningRate) {
        this(learningRate, RHO, EPS);
    }

    /** With {@code rho >= 0} and {@code eps > 0}. */
    public AdaDelta(Schedule learningRate, double rho, double eps) {
        super(learningRate);
        this.rho = Require.notNegative("AdaDelta", "rho", rho);
        this.eps = Require.positive("AdaDelta", "eps", eps);
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        moments.setZeros("v", parameter);
        moments.setZeros("u", parameter);
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        Array u = moments.get("u");
        Array v = average(moments.get("v"), gradient);
        Array d = u.add(eps).sqrt().divide(v.add(eps).sqrt()).multiply(gradient);
        moments.set("v", v);
        moments.set("u", average(u, d));
        return parameter.subtract(learningRateFor(gradient).multiply(d));
    }

    private Array average(Array old, Array now) {
        return old.multiply(rho).add(now.square().multiply(1 - rho));
    }
}
