package dev.mlxj.optim;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Adam with little memory: of a matrix it keeps the averages of squared gradients of each row and
 * of each column, and takes their product for those of the elements. Steps are bounded in size, and
 * by default relative to the size of the parameter and falling with the root of the step.
 *
 * <p>Remembers {@code exp_avg_sq_row} and {@code exp_avg_sq_col} of a parameter with two or more
 * axes, which lack its last and its last but one, else {@code exp_avg_sq}; with a first moment
 * {@code exp_avg}. Matches {@code mlx.optimizers.Adafactor}.
 *
 * @see <a href="https://arxiv.org/abs/1804.04235">Shazeer and Stern, Adafactor</a>
 */
public final class Adafactor extends ParameterOptimizer {
    /**
     * The settings besides the learning rate.
     *
     * @param eps1 is added to squared gradients
     * @param eps2 the least size that a parameter counts with, where steps are relative to it
     * @param clip bounds the root mean square of a step, before the learning rate
     * @param decayRate below 0: of the averages, {@code 1 - step^decayRate} stays in each step
     * @param beta1 what stays of the average of steps, if there is to be one
     * @param weightDecay the decay of the weights, times the learning rate
     * @param scaled whether a step is relative to the size of the parameter
     * @param relative whether the learning rate follows from the step; one that is given is ignored
     *     then
     * @param warmup whether a learning rate that follows from the step begins small
     */
    public record Options(
            double eps1,
            double eps2,
            double clip,
            double decayRate,
            OptionalDouble beta1,
            double weightDecay,
            boolean scaled,
            boolean relative,
            boolean warmup) {
        /** MLX's: no first moment, no decay, relative steps without warm-up. */
        public static final Options DEFAULT =
                new Options(1e-30, 1e-3, 1, -0.8, OptionalDouble.empty(), 0, true, true, false);

        public Options withEps(double eps1, double eps2) {
            return new Options(
                    eps1, eps2, clip, decayRate, beta1, weightDecay, scaled, relative, warmup);
        }

        public Options withClip(double clip) {
            return new Options(
                    eps1, eps2, clip, decayRate, beta1, weightDecay, scaled, relative, warmup);
        }

        public Options withDecayRate(double decayRate) {
            return new Options(
                    eps1, eps2, clip, decayRate, beta1, weightDecay, scaled, relative, warmup);
        }

        public Options withFirstMoment(double beta) {
            OptionalDouble some = OptionalDouble.of(beta);
            return new Options(
                    eps1, eps2, clip, decayRate, some, weightDecay, scaled, relative, warmup);
        }

        public Options withWeightDecay(double weightDecay) {
            return new Options(
                    eps1, eps2, clip, decayRate, beta1, weightDecay, scaled, relative, warmup);
        }

        /** Steps that do not depend on the size of the parameter. */
        public Options unscaled() {
            return new Options(
                    eps1, eps2, clip, decayRate, beta1, weightDecay, false, relative, warmup);
        }

        /** Steps with the learning rate that is given. */
        public Options absolute() {
            return new Options(
                    eps1, eps2, clip, decayRate, beta1, weightDecay, scaled, false, warmup);
        }

        public Options withWarmup() {
            return new Options(
                    eps1, eps2, clip, decayRate, beta1, weightDecay, scaled, relative, true);
        }
    }

    private final Options options;

    /** With relative steps. */
    public Adafactor() {
        this(Options.DEFAULT);
    }

    /**
     * With relative steps.
     *
     * @throws IllegalArgumentException if they are to be absolute: that needs a learning rate
     */
    public Adafactor(Options options) {
        if (!options.relative()) {
            throw new IllegalArgumentException("Adafactor: absolute steps need a learning rate");
        }
        this.options = options;
    }

    public Adafactor(double learningRate, Options options) {
        this(Schedule.constant(learningRate), options);
    }

    public Adafactor(Schedule learningRate, Options options) {
        super(learningRate);
        this.options = options;
    }

    @Override
    protected void initSingle(Array parameter, Moments moments) {
        if (parameter.ndim() >= 2) {
            moments.set("exp_avg_sq_row", zerosWithout(-1, parameter));
            moments.set("exp_avg_sq_col", zerosWithout(-2, parameter));
        } else {
            moments.setZeros("exp_avg_sq", parameter);
        }
        if (options.beta1().isPresent()) {
            moments.setZeros("exp_avg", parameter);
        }
    }

    private static Array zerosWithout(int axis, Array like) {
        List<Long> extents = new ArrayList<>();
        for (int i = 0; i < like.ndim(); i++) {
            if (i != like.ndim() + axis) {
                extents.add(like.shape().extent(i));
            }
        }
        return Array.zeros(like.dtype(), extents.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    protected Array applySingle(Array gradient, Array parameter, Moments moments) {
        Array size = rootMeanSquare(parameter);
        Array lr = learningRate(size);
        Array scaled = scaled(gradient, size.dtype(), moments);
        Array excess = rootMeanSquare(scaled).divide(options.clip()).maximum(1.0);
        Array step = averaged(lr.multiply(scaled.divide(excess)), moments);
        if (options.weightDecay() == 0) {
            return parameter.subtract(step);
        }
        Array decay = lr.multiply(-options.weightDecay());
        return parameter.add(parameter.multiply(decay)).subtract(step);
    }

    private Array learningRate(Array size) {
        Array lr = (options.relative() ? relativeStep() : learningRate()).astype(size.dtype());
        return options.scaled() ? size.maximum(options.eps2()).multiply(lr) : lr;
    }

    private Array relativeStep() {
        Array falling = step().rsqrt();
        return options.warmup() ? step().multiply(1e-6).minimum(falling) : falling.minimum(1e-2);
    }

    /** The gradient over the root of the averages of its square. */
    private Array scaled(Array gradient, DType dtype, Moments moments) {
        Array square = gradient.square().add(options.eps1());
        Array fresh = step().power(options.decayRate()).astype(dtype);
        Array kept = Array.subtract(1.0, fresh);
        if (gradient.ndim() < 2) {
            Array average = average(moments, "exp_avg_sq", square, kept);
            return average.rsqrt().multiply(gradient);
        }
        Array row = average(moments, "exp_avg_sq_row", square.mean(-1), kept);
        Array column = average(moments, "exp_avg_sq_col", square.mean(-2), kept);
        Array rows = row.divide(row.meanKeepDims(-1)).rsqrt().expandDims(-1);
        Array columns = column.rsqrt().expandDims(-2);
        return rows.multiply(columns).multiply(gradient);
    }

    private static Array average(Moments moments, String name, Array now, Array kept) {
        Array fresh = Array.subtract(1.0, kept);
        Array average = kept.multiply(moments.get(name)).add(fresh.multiply(now));
        moments.set(name, average);
        return average;
    }

    private Array averaged(Array step, Moments moments) {
        if (options.beta1().isEmpty()) {
            return step;
        }
        double beta = options.beta1().getAsDouble();
        Array average = moments.get("exp_avg").multiply(beta).add(step.multiply(1 - beta));
        moments.set("exp_avg", average);
        return average;
    }

    private static Array rootMeanSquare(Array x) {
        return x.square().mean().sqrt();
    }
}
