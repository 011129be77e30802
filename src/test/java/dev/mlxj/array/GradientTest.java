package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.op.Scatter;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Each gradient, and the gradient of each gradient, against central differences in F64 at random
 * points of random shapes. A step of 1e-5 leaves an error of 1e-10 and rounding of 1e-11 in a first
 * difference.
 */
class GradientTest {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-6;

    /**
     * A function with the interval from which its arguments are drawn.
     *
     * @param arguments how many arrays of one shape it takes
     */
    private record Subject(
            int arguments, double least, double most, Function<List<Array>, Array> function) {}

    private static final Map<String, Subject> SUBJECTS = new LinkedHashMap<>();

    private static void unary(
            String name, double least, double most, UnaryOperator<Array> function) {
        SUBJECTS.put(name, new Subject(1, least, most, in -> function.apply(in.getFirst())));
    }

    private static void binary(
            String name, double least, double most, BinaryOperator<Array> function) {
        SUBJECTS.put(name, new Subject(2, least, most, in -> function.apply(in.get(0), in.get(1))));
    }

    static {
        unary("abs", 0.2, 2, Array::abs);
        unary("negative", -2, 2, Array::negative);
        unary("square", -2, 2, Array::square);
        unary("sqrt", 0.2, 2, Array::sqrt);
        unary("rsqrt", 0.2, 2, Array::rsqrt);
        unary("reciprocal", 0.3, 2, Array::reciprocal);
        unary("exp", -2, 2, Array::exp);
        unary("expm1", -2, 2, Array::expm1);
        unary("log", 0.3, 3, Array::log);
        unary("log2", 0.3, 3, Array::log2);
        unary("log10", 0.3, 3, Array::log10);
        unary("log1p", -0.5, 3, Array::log1p);
        unary("sin", -3, 3, Array::sin);
        unary("cos", -3, 3, Array::cos);
        unary("tan", -1, 1, Array::tan);
        unary("sinh", -2, 2, Array::sinh);
        unary("cosh", -2, 2, Array::cosh);
        unary("tanh", -2, 2, Array::tanh);
        unary("arcsin", -0.8, 0.8, Array::arcsin);
        unary("arccos", -0.8, 0.8, Array::arccos);
        unary("arctan", -2, 2, Array::arctan);
        unary("arcsinh", -2, 2, Array::arcsinh);
        unary("arccosh", 1.3, 3, Array::arccosh);
        unary("arctanh", -0.8, 0.8, Array::arctanh);
        unary("erf", -2, 2, Array::erf);
        unary("erfinv", -0.8, 0.8, Array::erfinv);
        unary("sigmoid", -3, 3, Array::sigmoid);
        unary("clip", -2, 2, x -> x.clip(-1.0, 1.0));
        unary("astype", -2, 2, x -> x.astype(DType.F64));
        binary("add", -2, 2, Array::add);
        binary("subtract", -2, 2, Array::subtract);
        binary("multiply", -2, 2, Array::multiply);
        binary("divide", 0.5, 2, Array::divide);
        binary("power", 0.5, 2, Array::power);
        binary("maximum", -2, 2, Array::maximum);
        binary("minimum", -2, 2, Array::minimum);
        binary("logaddexp", -2, 2, Array::logaddexp);
        binary("arctan2", 0.5, 2, Array::arctan2);
        binary("remainder", 1.1, 1.9, (x, y) -> x.multiply(2.3).remainder(y.add(5)));
        binary("where", -2, 2, (x, y) -> Array.where(x.greater(y), x.square(), y));
        binary("matmul", -2, 2, (x, y) -> x.matmul(y.T()));
        binary("addmm", -2, 2, (x, y) -> Array.addmm(x.sum(), x, y.T(), 0.5, 2));
        binary("concatenate", -2, 2, (x, y) -> Array.concatenate(List.of(x, y, x), 1).square());
        binary("stack", -2, 2, (x, y) -> Array.stack(List.of(x, y), 1).square());
        unary("sum", -2, 2, x -> x.square().sum(0));
        unary("prod", 0.5, 2, x -> x.prod(1));
        unary("mean", -2, 2, x -> x.square().mean());
        unary("var", -2, 2, x -> x.var(1));
        unary("std", -2, 2, x -> x.std(0));
        unary("max", -2, 2, x -> x.max(1));
        unary("min", -2, 2, x -> x.min(0));
        unary("logsumexp", -2, 2, x -> x.logsumexp(1));
        unary("softmax", -2, 2, x -> x.softmax(0));
        unary("cumsum", -2, 2, x -> x.cumsum(1, true, false).square());
        unary("cumprod", 0.5, 2, x -> x.cumprod(1));
        unary("cummax", -2, 2, x -> x.cummax(0, false, false).slice(0, 1, x.shape().extent(0)));
        unary("logcumsumexp", -2, 2, x -> x.logcumsumexp(1));
        unary("sort", -2, 2, x -> x.sort(1).multiply(x));
        unary("transpose", -2, 2, x -> x.T().square());
        unary("broadcastTo", -2, 2, x -> x.expandDims(0).square());
        unary("slice", -2, 2, x -> x.get(Index.span(null, null, -2), Index.from(1)).square());
        unary("set", -2, 2, x -> x.set(x.sum(), Index.at(0), Index.from(1)).square());
        unary("take", -2, 2, x -> x.take(Array.of(0, -1, 0), 1).square());
        unary("takeAlongAxis", -2, 2, x -> x.takeAlongAxis(x.argsort(1), 1).square());
        unary(
                "scatter",
                -2,
                2,
                x -> x.at(Scatter.Mode.ADD, x.sum(), Index.of(Array.of(0, 0))).square());
        unary("diagonal", -2, 2, x -> x.diagonal(1).square());
        unary("diag", -2, 2, x -> x.flatten().diag(1).square());
        unary("tril", -2, 2, x -> x.tril(0).square());
        unary("pad", -2, 2, x -> x.pad(1, 2).square());
        unary("repeat", -2, 2, x -> x.repeat(2, 1).tile(1, 2).square());
        unary("roll", -2, 2, x -> x.roll(2, 1).multiply(x));
        unary(
                "checkpoint",
                -2,
                2,
                x ->
                        Grad.checkpoint(in -> List.of(in.getFirst().sin()))
                                .apply(List.of(x))
                                .getFirst());
    }

    @TestFactory
    Stream<DynamicTest> gradients_are_slopes() {
        return SUBJECTS.entrySet().stream()
                .map(
                        subject ->
                                DynamicTest.dynamicTest(
                                        subject.getKey(), () -> check(subject.getValue())));
    }

    private static void check(Subject subject) {
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            long rows = 2L + random.nextInt(3);
            long columns = 2L + random.nextInt(4);
            List<Array> point = new ArrayList<>();
            for (int i = 0; i < subject.arguments(); i++) {
                point.add(drawn(random, rows, columns, subject.least(), subject.most()));
            }
            List<Array> direction = new ArrayList<>();
            for (int i = 0; i < subject.arguments(); i++) {
                direction.add(drawn(random, rows, columns, -1, 1));
            }
            Array weights = weights(subject.function().apply(point), random);
            Function<List<Array>, Array> value =
                    in -> subject.function().apply(in).multiply(weights).sum();
            compare(value, point, direction, TOLERANCE);
            Function<List<Array>, Array> slope = in -> slope(value, in, direction);
            compare(slope, point, direction, 100 * TOLERANCE);
        }
    }

    private static Array weights(Array like, Random random) {
        Array drawn = drawn(random, 1, Math.max(1, like.size()), -1, 1);
        return drawn.reshape(like.shape().toArray());
    }

    /** The slope by the gradient is that of a small step either way. */
    private static void compare(
            Function<List<Array>, Array> value,
            List<Array> point,
            List<Array> direction,
            double tolerance) {
        double expected =
                (value.apply(moved(point, direction, STEP)).item()
                                - value.apply(moved(point, direction, -STEP)).item())
                        / (2 * STEP);
        double got = slope(value, point, direction).item();
        assertThat(Math.abs(got - expected))
                .as("slope %s, gradient %s", expected, got)
                .isLessThanOrEqualTo(tolerance * (1 + Math.abs(expected)));
    }

    private static Array slope(
            Function<List<Array>, Array> value, List<Array> point, List<Array> direction) {
        int[] all = new int[point.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        List<Array> gradients =
                Grad.valueAndGrad(in -> List.of(value.apply(in)), all).apply(point).gradients();
        Array sum = Array.full(DType.F64, 0L);
        for (int i = 0; i < all.length; i++) {
            sum = sum.add(gradients.get(i).multiply(direction.get(i)).sum());
        }
        return sum;
    }

    private static List<Array> moved(List<Array> point, List<Array> direction, double step) {
        List<Array> moved = new ArrayList<>();
        for (int i = 0; i < point.size(); i++) {
            moved.add(point.get(i).add(direction.get(i).multiply(step)));
        }
        return moved;
    }

    private static Array drawn(Random random, long rows, long columns, double least, double most) {
        double[] numbers = random.doubles(rows * columns, least, most).toArray();
        return Array.ofDoubles(numbers).reshape(rows, columns);
    }
}
