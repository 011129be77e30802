package dev.mlxj.optim;

import dev.mlxj.array.Array;
import dev.mlxj.array.op.Norm;

/**
 * Momentum whose steps are made orthogonal: {@code v = momentum * v + (1 - momentum) * g}, and a
 * step along {@code u v^T} where {@code u s v^T} would be along v, found by iterating a polynomial.
 * For matrices, and others as matrices of their first axis and the rest; what has fewer than two
 * axes takes plain steps, for which another optimizer is better (see {@link MultiOptimizer}).
 *
 * <p>Remembers {@code v}. Matches {@code mlx.optimizers.Muon}.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon/">Jordan, Muon: An optimizer for hidden
 *     layers</a>
 */
public final class Muon extends ParameterOptimizer {
    /**
     * The settings besides the learning rate.
     *
     * @param momentum how much of {@code v} stays in each step
     * @param weightDecay the L2 penalty
     * @param nesterov whether the step looks ahead
     * @param iterations how often the polynomial is applied
     */
    public record Options(double momentum, double weightDecay, boolean nesterov, int iterations) {
        /** Momentum 0.95, decay 0.01, looking ahead, 5 iterations. */
        public static final Options DEFAULT = new Options(0.95, 0.01, true, 5);

        public Options withMomentum(double momentum) {
            return new Options(momentum, weightDecay, nesterov, iterations);
        }

        public Options withWeightDecay(double weightDecay) {
            return new Options(momentum, weightDecay, nesterov, iterations);
        }

        public Options withoutNesterov() {
            return new Options(momentum, weightDecay, false, iterations);
        }

        public Options withIterations(int iterations) {
            return new Options(momentum, weightDecay, nesterov, iterations);
        }
    }

    private final Options options;

    public Muon(double learningRate) {
        this(learningRate, Options.DEFAULT);
    }

    public Muon(double learningRate, Options options) {
        this(Schedule.constant(learningRate), options);
    }

    public Muon(Schedule learningRate) {
        this(learningRate, Options.DEFAULT);
    }

    public Muon(Schedule learningRate, Options options) {
        super(learningRate);
        this.options = options;
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        moments.setZeros("v", parameter);
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        double momentum = options.momentum();
        Array g = gradient;
        if (options.weightDecay() != 0) {
            g = g.add(parameter.multiply(options.weightDecay()));
        }
        Array v = moments.get("v").multiply(momentum).add(g.multiply(1 - momentum));
        moments.set("v", v);
        Array step = options.nesterov() ? g.multiply(1 - momentum).add(v.multiply(momentum)) : v;
        Array lr = learningRateFor(g);
        if (step.ndim() < 2) {
            return parameter.subtract(lr.multiply(step));
        }
        double tall = (double) step.shape().extent(-2) / step.shape().extent(-1);
        return parameter.subtract(
                lr.multiply(Math.sqrt(Math.max(1, tall))).multiply(orthogonal(step)));
    }

    private Array orthogonal(Array x) {
        if (x.ndim() == 2) {
            return orthogonalMatrix(x);
        }
        Array matrix = x.reshape(x.shape().extent(0), -1);
        return orthogonalMatrix(matrix).reshape(x.shape().toArray());
    }

    private Array orthogonalMatrix(Array matrix) {
        boolean tall = matrix.shape().extent(0) > matrix.shape().extent(1);
        Array x = tall ? matrix.T() : matrix;
        x = x.divide(Norm.of(x, true).add(1e-7));
        for (int i = 0; i < options.iterations(); i++) {
            x = nearer(x);
        }
        return tall ? x.T() : x;
    }

    /**
     * {@code a x + (b y + c y^2) x} with {@code y = x x^T}: brings each singular value nearer to 1.
     */
    private static Array nearer(Array x) {
        Array y = x.matmul(x.T());
        Array polynomial = Array.addmm(y.multiply(-4.7750), y, y, 2.0315, 1);
        return Array.addmm(x.multiply(3.4445), polynomial, x);
    }
}
