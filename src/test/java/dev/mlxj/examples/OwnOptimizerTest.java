package dev.mlxj.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;
import dev.mlxj.optim.Moments;
import dev.mlxj.optim.ParameterOptimizer;
import dev.mlxj.optim.Schedule;
import dev.mlxj.tree.Tree;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** An optimizer that the library does not have. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OwnOptimizerTest {
    // @start region="own"
    /**
     * Descends along an average of gradients, in which the share of a new one follows a schedule.
     */
    static final class Averaged extends ParameterOptimizer {
        Averaged(double learningRate, Schedule share) {
            super(Schedule.constant(learningRate));
            schedule("share", share);
        }

        @Override
        protected void initSingle(Array parameter, Moments moments) {
            moments.setZeros("mean", parameter);
        }

        @Override
        protected Array applySingle(Array gradient, Array parameter, Moments moments) {
            Array mean = moments.get("mean");
            Array share = setting("share").astype(gradient.dtype());
            mean = mean.add(gradient.subtract(mean).multiply(share));
            moments.set("mean", mean);
            return parameter.subtract(learningRateFor(gradient).multiply(mean));
        }
    }

    // @end

    @Test
    void it_steps_with_its_own_moments_and_settings() {
        Averaged optimizer = new Averaged(0.5, step -> Array.divide(1.0, step.add(1)));
        Tree<Array> w = Tree.unflatten(Map.of("w", Array.of(1f)));
        for (float gradient : new float[] {2, 4, 9}) {
            w = optimizer.applyGradients(Tree.unflatten(Map.of("w", Array.of(gradient))), w);
        }
        // means 2, 3, 5
        assertThat(w.leaves().findFirst().orElseThrow().item()).isCloseTo(-4, within(1e-6));
        assertThat(optimizer.state().map(Array::item))
                .hasToString(
                        "{step=3.0, learning_rate=0.5, share=0.3333333432674408, w={mean=5.0}}");
    }
}
