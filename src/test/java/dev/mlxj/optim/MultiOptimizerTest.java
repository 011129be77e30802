package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ValueAndGrad;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MultiOptimizerTest {
    private static final Array X = Array.of(1f, 2f).reshape(1, 2);

    private static MultiOptimizer muonAndAdam() {
        // @start region="multi"
        var optimizer =
                new MultiOptimizer(
                        List.of(new Muon(0.02), new AdamW(0.001)),
                        List.of((path, gradient) -> gradient.ndim() == 2));
        // @end
        return optimizer;
    }

    private static void step(Perceptron model, Optimizer optimizer) {
        optimizer.update(
                model, ValueAndGrad.of(model, () -> model.loss(X, Array.zeros(1))).gradients());
    }

    @Test
    void each_parameter_has_its_state_with_its_optimizer() {
        Perceptron model = new Perceptron(2, 3, 1);
        MultiOptimizer optimizer = muonAndAdam();
        step(model, optimizer);
        assertThat(optimizer.state().flatten().keySet())
                .containsExactly(
                        "states.0.step",
                        "states.0.learning_rate",
                        "states.0.in_proj.weight.v",
                        "states.0.out_proj.weight.v",
                        "states.1.step",
                        "states.1.learning_rate",
                        "states.1.in_proj.bias.m",
                        "states.1.in_proj.bias.v",
                        "states.1.out_proj.bias.m",
                        "states.1.out_proj.bias.v");
        assertThat(optimizer.step().item()).isEqualTo(1);
        assertThat(optimizer.learningRate().item()).isEqualTo(0.02f);
    }

    @Test
    void a_step_counts_for_all_of_them_and_a_rate_is_set_for_all() {
        MultiOptimizer optimizer = muonAndAdam();
        Perceptron model = new Perceptron(2, 3, 1);
        model.freeze("bias");
        step(model, optimizer);
        optimizer.setLearningRate(0.5);
        assertThat(States.get(optimizer, "states.1.step").item()).isEqualTo(1);
        assertThat(States.get(optimizer, "states.1.learning_rate").item()).isEqualTo(0.5);
    }

    @Test
    void a_state_is_put_back_and_one_of_another_form_is_refused() {
        Perceptron model = new Perceptron(2, 3, 1);
        MultiOptimizer optimizer = muonAndAdam();
        optimizer.init(model.trainableParameters());
        MultiOptimizer other = muonAndAdam();
        other.setState(optimizer.state());
        assertThat(other.state().flatten().keySet())
                .isEqualTo(optimizer.state().flatten().keySet());
        assertThatThrownBy(() -> other.setState(new SGD(0.1).state()))
                .hasMessage("MultiOptimizer: the state is no list 'states' of 2");
    }

    @Test
    void there_is_one_filter_fewer_than_optimizers() {
        assertThatThrownBy(() -> new MultiOptimizer(List.of(new SGD(0.1)), List.of((p, g) -> true)))
                .hasMessage(
                        "MultiOptimizer: 1 optimizers and 1 filters; there must be one filter"
                                + " fewer");
    }
}
