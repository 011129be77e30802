package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Tree;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Schedules by the step; the numbers are those of mlx 0.32.4. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ScheduleTest {
    /** The learning rates of the first six steps. */
    private static double[] rates(Schedule schedule) {
        SGD optimizer = new SGD(schedule);
        double[] rates = new double[6];
        for (int i = 0; i < rates.length; i++) {
            optimizer.applyGradients(new Tree.Empty<>(), new Tree.Empty<>());
            rates[i] = optimizer.learningRate().item();
        }
        return rates;
    }

    private static void verify(Schedule schedule, double... expected) {
        assertThat(rates(schedule)).containsExactly(expected, within(1e-6));
    }

    @Test
    void each_step_sees_the_count_before_it() {
        verify(Schedule.linear(0, 1, 4), 0, .25, .5, .75, 1, 1);
        verify(Schedule.cosineDecay(1, 4), 1, .853553, .5, .146447, 0, 0);
        verify(Schedule.exponentialDecay(1, .5), 1, .5, .25, .125, .0625, .03125);
        verify(Schedule.stepDecay(1, .5, 2), 1, 1, .5, .5, .25, .25);
    }

    @Test
    void a_joined_schedule_counts_from_its_boundary() {
        // @start region="schedule"
        Schedule warmup = Schedule.linear(0, 1, 2);
        Schedule decay = Schedule.cosineDecay(1, 4);
        Schedule both = Schedule.join(List.of(warmup, decay), 2);
        // @end
        verify(both, 0, .5, 1, .853553, .5, .146447);
    }

    @Test
    void the_rate_is_there_before_the_first_step() {
        assertThat(new SGD(Schedule.cosineDecay(0.2, 20)).learningRate().item())
                .isCloseTo(0.2, within(1e-7));
        assertThat(new SGD(0.1).learningRate().item()).isEqualTo(0.1f);
    }

    @Test
    void a_rate_that_is_set_stays_unless_a_schedule_sets_it_again() {
        SGD constant = new SGD(0.1);
        constant.setLearningRate(0.5);
        SGD scheduled = new SGD(Schedule.linear(1, 0, 4));
        scheduled.setLearningRate(0.5);
        for (SGD optimizer : List.of(constant, scheduled)) {
            optimizer.applyGradients(new Tree.Empty<>(), new Tree.Empty<>());
        }
        assertThat(constant.learningRate().item()).isEqualTo(0.5);
        assertThat(scheduled.learningRate().item()).isEqualTo(1);
    }

    @Test
    void a_schedule_is_in_F32_whatever_integers_count_the_steps() {
        Schedule schedule = Schedule.join(List.of(Schedule.linear(0, 1, 2), s -> s), 2);
        assertThat(Schedule.cosineDecay(1, 4).at(Array.full(DType.U64, 3L)).dtype())
                .isEqualTo(DType.F32);
        assertThat(schedule.at(Array.scalar(3)).dtype()).isEqualTo(DType.F32);
    }

    @Test
    void lengths_and_boundaries_are_checked() {
        assertThatThrownBy(() -> Schedule.cosineDecay(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cosineDecay: decaySteps must be at least 1, got 0");
        assertThatThrownBy(() -> Schedule.join(List.of(Schedule.constant(1)), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("join: 1 schedules and 1 boundaries; there must be one boundary fewer");
    }
}
