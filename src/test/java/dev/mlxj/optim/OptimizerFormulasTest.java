package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;
import dev.mlxj.array.Linalg;
import dev.mlxj.array.random.Random;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Tree;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.List;
import java.util.Map;

/**
 * Steps of optimizers in F64 against their formulas, written out for one number. The learning rate,
 * and what is computed from the count of steps, is F32 as in MLX; so it is here.
 */
class OptimizerFormulasTest {
    private static final float LR = 0.02f;
    private static final double EXACT = 1e-12;

    /** A formula for one parameter: what it remembers are its fields. */
    @FunctionalInterface
    private interface Formula {
        double step(double w, double g, int step);
    }

    private static void verify(
            Optimizer optimizer, Formula formula, double start, List<Double> gradients) {
        verify(optimizer, formula, start, gradients, EXACT);
    }

    private static void verify(
            Optimizer optimizer,
            Formula formula,
            double start,
            List<Double> gradients,
            double tolerance) {
        double expected = start;
        Tree<Array> w = tree(start);
        for (int step = 1; step <= gradients.size(); step++) {
            double g = gradients.get(step - 1);
            expected = formula.step(expected, g, step);
            w = optimizer.applyGradients(tree(g), w);
            double scale = 1 + Math.abs(expected);
            assertThat(w.leaves().findFirst().orElseThrow().item())
                    .isCloseTo(expected, within(tolerance * scale));
        }
    }

    private static Tree<Array> tree(double number) {
        return Tree.unflatten(Map.of("w", Array.ofDoubles(number)));
    }

    @Property(tries = 100)
    void sgd(
            @ForAll @DoubleRange(min = -9, max = 9) double w,
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = -5, max = 5) Double> gradients,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double momentum,
            @ForAll @DoubleRange(min = 0, max = 0.5) double decay,
            @ForAll @DoubleRange(min = 0, max = 0.9) double dampening) {
        double[] v = {0};
        verify(
                new SGD(LR, new SGD.Options(momentum, decay, dampening, false)),
                (x, gradient, step) -> {
                    double g = gradient + decay * x;
                    v[0] = momentum * v[0] + (1 - dampening) * g;
                    return x - LR * v[0];
                },
                w,
                gradients);
        double[] u = {0};
        verify(
                new SGD(LR, new SGD.Options(momentum, 0, 0, true)),
                (x, g, step) -> {
                    u[0] = momentum * u[0] + g;
                    return x - LR * (g + momentum * u[0]);
                },
                w,
                gradients);
    }

    @Property(tries = 100)
    void rmsprop_adagrad_and_adadelta(
            @ForAll @DoubleRange(min = -9, max = 9) double w,
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = -5, max = 5) Double> gradients,
            @ForAll @DoubleRange(min = 0, max = 0.99) double alpha,
            @ForAll @DoubleRange(min = 0.01, max = 0.1) double eps) {
        double[] v = {0, 0, 0, 0};
        verify(
                new RMSprop(LR, alpha, eps),
                (x, g, step) -> {
                    v[0] = alpha * v[0] + (1 - alpha) * g * g;
                    return x - LR * g / (Math.sqrt(v[0]) + eps);
                },
                w,
                gradients);
        verify(
                new Adagrad(LR, eps),
                (x, g, step) -> {
                    v[1] += g * g;
                    return x - LR * g / (Math.sqrt(v[1]) + eps);
                },
                w,
                gradients);
        verify(
                new AdaDelta(LR, alpha, eps),
                (x, g, step) -> {
                    v[2] = alpha * v[2] + (1 - alpha) * g * g;
                    double d = Math.sqrt(v[3] + eps) / Math.sqrt(v[2] + eps) * g;
                    v[3] = alpha * v[3] + (1 - alpha) * d * d;
                    return x - LR * d;
                },
                w,
                gradients);
    }

    @Property(tries = 100)
    void adam_adamw_and_adamax(
            @ForAll @DoubleRange(min = -9, max = 9) double w,
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = -5, max = 5) Double> gradients,
            @ForAll @DoubleRange(min = 0, max = 0.99) double b1,
            @ForAll @DoubleRange(min = 0, max = 0.99) double b2,
            @ForAll @DoubleRange(min = 0, max = 0.5) double decay) {
        double eps = 1e-8;
        Adam.Options options = Adam.Options.DEFAULT.withBetas(b1, b2);
        verify(new Adam(LR, options), adam(b1, b2, eps), w, gradients);
        Formula decayed = adam(b1, b2, eps);
        verify(
                new AdamW(LR, decay, options),
                (x, g, step) -> decayed.step(x * (1 - LR * decay), g, step),
                w,
                gradients);
        double[] mv = {0, 0};
        verify(
                new Adamax(LR, new Betas(b1, b2), eps),
                (x, g, step) -> {
                    mv[0] = b1 * mv[0] + (1 - b1) * g;
                    mv[1] = Math.max(b2 * mv[1], Math.abs(g));
                    return x - LR * mv[0] / (mv[1] + eps);
                },
                w,
                gradients);
    }

    private static Formula adam(double b1, double b2, double eps) {
        double[] mv = {0, 0};
        return (x, g, step) -> {
            mv[0] = b1 * mv[0] + (1 - b1) * g;
            mv[1] = b2 * mv[1] + (1 - b2) * g * g;
            return x - LR * mv[0] / (Math.sqrt(mv[1]) + eps);
        };
    }

    @Property(tries = 100)
    void bias_correction_divides_by_what_the_averages_lack(
            @ForAll @DoubleRange(min = -9, max = 9) double w,
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = -5, max = 5) Double> gradients,
            @ForAll @DoubleRange(min = 0, max = 0.9) double b1,
            @ForAll @DoubleRange(min = 0, max = 0.9) double b2) {
        double eps = 1e-8;
        double[] mv = {0, 0};
        verify(
                new Adam(LR, Adam.Options.DEFAULT.withBetas(b1, b2).withBiasCorrection()),
                (x, g, step) -> {
                    mv[0] = b1 * mv[0] + (1 - b1) * g;
                    mv[1] = b2 * mv[1] + (1 - b2) * g * g;
                    double m = mv[0] / (1 - Math.pow(b1, step));
                    double v = mv[1] / (1 - Math.pow(b2, step));
                    return x - LR * m / (Math.sqrt(v) + eps);
                },
                w,
                gradients,
                1e-6);
    }

    @Property(tries = 100)
    void lion_takes_steps_of_one_size(
            @ForAll @DoubleRange(min = -9, max = 9) double w,
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = -5, max = 5) Double> gradients,
            @ForAll @DoubleRange(min = 0.1, max = 0.9) double b1,
            @ForAll @DoubleRange(min = 0.1, max = 0.99) double b2,
            @ForAll @DoubleRange(min = 0, max = 0.5) double decay) {
        double[] m = {0};
        verify(
                new Lion(LR, new Betas(b1, b2), decay),
                (x, g, step) -> {
                    double c = b1 * m[0] + (1 - b1) * g;
                    m[0] = b2 * m[0] + (1 - b2) * g;
                    return x - LR * (Math.signum(c) + decay * x);
                },
                w,
                gradients);
    }

    @Property(tries = 100)
    void adafactor_of_a_vector_scales_by_the_root_of_the_average_square(
            @ForAll @DoubleRange(min = -9, max = 9) double w,
            @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = -5, max = 5) Double> gradients,
            @ForAll @DoubleRange(min = -0.9, max = -0.1) double decayRate) {
        double[] v = {0};
        verify(
                new Adafactor(Adafactor.Options.DEFAULT.withDecayRate(decayRate)),
                (x, g, step) -> {
                    double fresh = Math.pow(step, decayRate);
                    v[0] = (1 - fresh) * v[0] + fresh * (g * g + 1e-30);
                    double update = g / Math.sqrt(v[0]);
                    double lr = Math.max(1e-3, Math.abs(x)) * Math.min(1e-2, 1 / Math.sqrt(step));
                    return x - lr * update / Math.max(1, Math.abs(update));
                },
                w,
                gradients,
                1e-6);
    }

    @Property(tries = 60)
    void a_step_of_muon_is_nearly_orthogonal(
            @ForAll @IntRange(min = 2, max = 6) int rows,
            @ForAll @IntRange(min = 2, max = 6) int columns,
            @ForAll @IntRange(max = 1000) int seed) {
        Array gradient = Random.normal(Random.key(seed), DType.F32, 0, 1, rows, columns);
        Array zero = Array.zeros(rows, columns);
        Array step =
                new Muon(1, Muon.Options.DEFAULT.withWeightDecay(0).withIterations(12))
                        .applyGradients(
                                Tree.unflatten(Map.of("w", gradient)),
                                Tree.unflatten(Map.of("w", zero)))
                        .leaves()
                        .findFirst()
                        .orElseThrow();
        double scale = Math.sqrt(Math.max(1, (double) rows / columns));
        Array sizes = Linalg.svd(step).get(1).divide(scale);
        // the polynomial leaves singular values between about 0.68 and 1.21
        assertThat(sizes.max().item()).isLessThan(1.3);
        assertThat(sizes.min().item()).isGreaterThan(0.6);
    }
}
