package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Samples.Sample;
import dev.mlxj.array.Samples.Smooth;
import dev.mlxj.tensor.DType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Each gradient, the gradient of each gradient, and each directional derivative, against central
 * differences at random points of random shapes. A step of 1e-5 leaves an error of 1e-10 and, in
 * F64, rounding of 1e-11 in a first difference.
 */
class GradientTest {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-6;

    /** For what is computed in F32: rounding is 1e-7. */
    private static final double SINGLE_STEP = 1e-2;

    private static final double SINGLE_TOLERANCE = 2e-3;

    @Property(tries = 6, seed = "7")
    @Label("gradients are slopes")
    void gradients_are_slopes(@ForAll long seed) {
        for (Sample sample : Samples.all()) {
            if (sample.smooth() != Smooth.NOT) {
                new Point(sample, new Random(seed)).check();
            }
        }
    }

    /** An operation at random arguments, and a direction in which to move the real ones. */
    private static final class Point {
        private final Sample sample;
        private final double step;
        private final double tolerance;
        private final List<Array> arguments;
        private final int[] moving;
        private final List<Array> direction = new ArrayList<>();

        Point(Sample sample, Random random) {
            this.sample = sample;
            this.step = sample.smooth() == Smooth.DOUBLE ? STEP : SINGLE_STEP;
            this.tolerance = sample.smooth() == Smooth.DOUBLE ? TOLERANCE : SINGLE_TOLERANCE;
            this.arguments = sample.draw(random);
            this.moving = sample.reals();
            for (int i : moving) {
                direction.add(drawn(random, arguments.get(i)));
            }
        }

        private static Array drawn(Random random, Array like) {
            double[] numbers = random.doubles(like.size(), -1, 1).toArray();
            return Array.ofDoubles(numbers).reshape(like.shape().toArray());
        }

        void check() {
            List<Array> results = sample.function().apply(arguments);
            Random random = new Random(1);
            List<Array> weights = results.stream().map(result -> drawn(random, result)).toList();
            Function<List<Array>, Array> value =
                    in -> weighted(sample.function().apply(in), weights);
            compare("gradient", value, slope(value, arguments), tolerance);
            compare("jvp", value, forward(value), tolerance);
            if (sample.smooth() == Smooth.DOUBLE) {
                Function<List<Array>, Array> slope = in -> slope(value, in);
                compare("second", slope, slope(slope, arguments), 100 * tolerance);
            }
        }

        private static Array weighted(List<Array> results, List<Array> weights) {
            Array sum = Array.full(DType.F64, 0L);
            for (int i = 0; i < results.size(); i++) {
                sum = sum.add(results.get(i).astype(DType.F64).multiply(weights.get(i)).sum());
            }
            return sum;
        }

        private void compare(
                String what, Function<List<Array>, Array> value, Array got, double tolerance) {
            double expected =
                    (value.apply(moved(step)).item() - value.apply(moved(-step)).item())
                            / (2 * step);
            assertThat(Math.abs(got.item() - expected))
                    .as(
                            "%s of %s at %s: %s, slope %s",
                            what, sample, arguments, got.item(), expected)
                    .isLessThanOrEqualTo(tolerance * (1 + Math.abs(expected)));
        }

        private List<Array> moved(double by) {
            List<Array> moved = new ArrayList<>(arguments);
            for (int i = 0; i < moving.length; i++) {
                Array start = arguments.get(moving[i]);
                moved.set(moving[i], start.add(direction.get(i).multiply(by)));
            }
            return moved;
        }

        private Array slope(Function<List<Array>, Array> value, List<Array> at) {
            List<Array> gradients =
                    Grad.valueAndGrad(in -> List.of(value.apply(in)), moving).apply(at).gradients();
            Array sum = Array.full(DType.F64, 0L);
            for (int i = 0; i < moving.length; i++) {
                sum = sum.add(gradients.get(i).multiply(direction.get(i)).sum());
            }
            return sum;
        }

        private Array forward(Function<List<Array>, Array> value) {
            List<Array> start = new ArrayList<>();
            for (int i : moving) {
                start.add(arguments.get(i));
            }
            Function<List<Array>, List<Array>> ofMoving =
                    in -> {
                        List<Array> all = new ArrayList<>(arguments);
                        for (int i = 0; i < moving.length; i++) {
                            all.set(moving[i], in.get(i));
                        }
                        return List.of(value.apply(all));
                    };
            return Grad.jvp(ofMoving, start, direction).gradients().getFirst();
        }
    }
}
