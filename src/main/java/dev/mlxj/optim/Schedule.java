package dev.mlxj.optim;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * A number that depends on the count of steps, mostly a learning rate. Matches the schedules of
 * {@code mlx.optimizers}.
 *
 * {@snippet class="dev.mlxj.optim.ScheduleTest" region="schedule"}
 */
@FunctionalInterface
public interface Schedule {
    /**
     * The number for a step.
     *
     * @param step the steps before it, an integer without axes, U64 from optimizers
     * @return a floating number without axes
     */
    Array at(Array step);

    /** The same number always; the one kind that {@link Optimizer#setLearningRate} replaces. */
    static Schedule constant(double value) {
        return new Constant(value);
    }

    /** {@code init * decayRate ^ step}. */
    static Schedule exponentialDecay(double init, double decayRate) {
        return step -> Array.power(decayRate, step).multiply(init);
    }

    /** {@code init * decayRate ^ (step / stepSize)}, the quotient rounded down. */
    static Schedule stepDecay(double init, double decayRate, int stepSize) {
        Require.steps("stepDecay", "stepSize", stepSize);
        return step -> Array.power(decayRate, step.floorDivide(stepSize)).multiply(init);
    }

    /** {@link #cosineDecay(double, int, double)} to 0. */
    static Schedule cosineDecay(double init, int decaySteps) {
        return cosineDecay(init, decaySteps, 0);
    }

    /** From {@code init} to {@code end} along half a cosine, then {@code end}. */
    static Schedule cosineDecay(double init, int decaySteps, double end) {
        Require.steps("cosineDecay", "decaySteps", decaySteps);
        return step -> {
            Array angle = step.minimum(decaySteps).multiply(Math.PI / decaySteps);
            Array decay = angle.cos().add(1.0).multiply(0.5);
            return decay.multiply(init - end).add(end);
        };
    }

    /** From {@code init} to {@code end} along a line, then {@code end}. */
    static Schedule linear(double init, double end, int steps) {
        Require.steps("linear", "steps", steps);
        return step -> step.minimum(steps).multiply((end - init) / steps).add(init);
    }

    /**
     * Schedules one after the other. Each but the first counts its steps from the boundary at which
     * it begins.
     *
     * @param boundaries ascending, one fewer than there are schedules
     */
    static Schedule join(List<Schedule> schedules, int... boundaries) {
        if (schedules.isEmpty() || boundaries.length != schedules.size() - 1) {
            throw new IllegalArgumentException(
                    "join: %d schedules and %d boundaries; there must be one boundary fewer"
                            .formatted(schedules.size(), boundaries.length));
        }
        List<Schedule> all = List.copyOf(schedules);
        int[] begins = boundaries.clone();
        return step -> {
            Array value = all.getFirst().at(step);
            for (int i = 0; i < begins.length; i++) {
                Array later = all.get(i + 1).at(step.subtract(begins[i]));
                value = Array.where(step.less(begins[i]), value, later);
            }
            return value;
        };
    }
}
