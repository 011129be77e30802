package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ValueAndGrad;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The example of MLX's documentation, trained on XOR with SGD and a learning rate of 0.1 from fixed
 * weights. The numbers are those of mlx 0.32.4; the order of sums is free.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrainingTest {
    private static final Array X = Array.of(0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f).reshape(4, 2);
    private static final Array Y = Array.of(0f, 1f, 1f, 0f).reshape(4, 1);

    private final Perceptron model = new Perceptron(2, 4, 1);
    private final Optimizer optimizer = new SGD(0.1);

    TrainingTest() {
        model.loadWeights(
                Map.of(
                        "in_proj.weight",
                        Array.of(.1f, -.2f, .3f, .4f, -.5f, .6f, .7f, -.8f).reshape(4, 2),
                        "in_proj.bias",
                        Array.of(.01f, -.02f, .03f, .04f),
                        "out_proj.weight",
                        Array.of(.2f, -.3f, .4f, .5f).reshape(1, 4),
                        "out_proj.bias",
                        Array.of(.1f)));
    }

    private float[] train(int steps) {
        float[] losses = new float[steps];
        // @start region="loop"
        for (int step = 0; step < steps; step++) {
            ValueAndGrad.Result result = ValueAndGrad.of(model, () -> model.loss(X, Y));
            optimizer.update(model, result.gradients());
            Array.eval(model.parameters(), optimizer.state());
            losses[step] = (float) result.value().item();
        }
        // @end
        return losses;
    }

    @Test
    void the_losses_are_those_of_the_reference() {
        assertThat(train(3))
                .containsExactly(
                        new float[] {0.23794201f, 0.17611189f, 0.14470322f}, within(3e-7f));
    }

    @Test
    void only_the_biases_train_after_all_else_is_frozen() {
        Map<String, Array> before = new LinkedHashMap<>(model.parameters().flatten());
        // @start region="biases"
        model.freeze().unfreeze("bias");
        // @end
        assertThat(train(2)).containsExactly(new float[] {0.23794201f, 0.19541179f}, within(3e-7f));
        assertThat(numbers(model.parameterAt("in_proj.bias").value()))
                .containsExactly(
                        new double[] {0.01763751, -0.05877047, 0.05267170, 0.05909377},
                        within(1e-7));
        assertThat(numbers(model.parameterAt("out_proj.bias").value()))
                .containsExactly(new double[] {0.21205086}, within(2e-7));
        assertThat(model.parameterAt("in_proj.weight").value())
                .isSameAs(before.get("in_proj.weight"));
        assertThat(model.parameterAt("out_proj.weight").value())
                .isSameAs(before.get("out_proj.weight"));
    }

    @Test
    void what_is_frozen_in_the_middle_of_training_stays_and_goes_on_when_it_is_unfrozen() {
        train(2);
        Array weight = model.parameterAt("in_proj.weight").value();
        Array bias = model.parameterAt("in_proj.bias").value();
        model.freeze("weight");
        train(2);
        assertThat(model.parameterAt("in_proj.weight").value()).isSameAs(weight);
        assertThat(model.parameterAt("in_proj.bias").value()).isNotSameAs(bias);
        model.unfreeze("weight");
        train(1);
        assertThat(model.parameterAt("in_proj.weight").value()).isNotSameAs(weight);
    }

    @Test
    void a_step_computes_nothing_until_it_is_asked_for() {
        ValueAndGrad.Result result = ValueAndGrad.of(model, () -> model.loss(X, Y));
        optimizer.update(model, result.gradients());
        assertThat(model.parameters().leaves()).noneMatch(Array::isEvaluated);
        assertThat(result.value().isEvaluated()).isFalse();
    }

    private static double[] numbers(Array array) {
        return ((List<?>) array.toList())
                .stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
    }
}
