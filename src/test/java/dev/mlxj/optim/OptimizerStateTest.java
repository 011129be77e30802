package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ValueAndGrad;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Tree;
import dev.mlxj.tree.TreeMismatchException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.NoSuchElementException;

/** What an optimizer remembers, and what it leaves alone. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OptimizerStateTest {
    private static final Array X = Array.of(1f, 2f).reshape(1, 2);

    private static Tree<Array> gradients(Perceptron model) {
        return ValueAndGrad.of(model, () -> model.loss(X, Array.zeros(1))).gradients();
    }

    @Test
    void the_state_is_step_and_rate_and_then_moments_by_path() {
        Perceptron model = new Perceptron(2, 3, 1);
        Adam optimizer = new Adam(0.1);
        assertThat(optimizer.state().flatten().keySet()).containsExactly("step", "learning_rate");
        optimizer.init(model.trainableParameters());
        assertThat(optimizer.state().flatten().keySet())
                .containsExactly(
                        "step",
                        "learning_rate",
                        "in_proj.weight.m",
                        "in_proj.weight.v",
                        "in_proj.bias.m",
                        "in_proj.bias.v",
                        "out_proj.weight.m",
                        "out_proj.weight.v",
                        "out_proj.bias.m",
                        "out_proj.bias.v");
        assertThat(optimizer.step().dtype()).isEqualTo(DType.U64);
        assertThat(optimizer.step().item()).isZero();
        assertThat(optimizer.learningRate().dtype()).isEqualTo(DType.F32);
        assertThat(optimizer.learningRate().ndim()).isZero();
    }

    @Test
    void state_and_parameters_keep_the_dtype_of_the_parameters() {
        Perceptron model = new Perceptron(2, 3, 1);
        model.setDtype(DType.F16);
        Adam optimizer = new Adam(0.1);
        optimizer.update(model, gradients(model));
        assertThat(model.parameters().leaves()).allMatch(array -> array.dtype() == DType.F16);
        assertThat(States.get(optimizer, "in_proj.weight.m").dtype()).isEqualTo(DType.F16);
    }

    @Test
    void what_has_no_gradient_stays_the_same_array() {
        Perceptron model = new Perceptron(2, 3, 1);
        model.freeze("weight");
        Map<String, Array> before = model.parameters().flatten();
        new SGD(0.1).update(model, gradients(model));
        Map<String, Array> after = model.parameters().flatten();
        assertThat(after.get("in_proj.weight")).isSameAs(before.get("in_proj.weight"));
        assertThat(after.get("in_proj.bias")).isNotSameAs(before.get("in_proj.bias"));
    }

    @Test
    void a_gradient_for_a_frozen_or_hidden_parameter_is_applied() {
        Perceptron model = new Perceptron(2, 3, 1);
        model.freeze();
        model.set("_scale", Array.of(1f));
        Tree<Array> gradients =
                Tree.unflatten(Map.of("in_proj.bias", Array.ones(3), "_scale", Array.of(2f)));
        new SGD(1).update(model, gradients);
        assertThat(model.parameterAt("_scale").value().item()).isEqualTo(-1);
    }

    @Test
    void a_gradient_without_a_parameter_is_refused() {
        Perceptron model = new Perceptron(2, 3, 1);
        assertThatThrownBy(
                        () ->
                                new SGD(1)
                                        .update(
                                                model,
                                                Tree.unflatten(Map.of("nope", Array.of(1f)))))
                .isInstanceOf(TreeMismatchException.class)
                .hasMessage("map: the other tree has nothing at 'nope'");
        assertThatThrownBy(
                        () ->
                                new SGD(1)
                                        .update(
                                                model,
                                                Tree.unflatten(Map.of("in_proj", Array.of(1f)))))
                .isInstanceOf(TreeMismatchException.class)
                .hasMessage("applyGradients: 'in_proj' has a gradient, but is no parameter");
    }

    @Test
    void D23_what_is_unfrozen_during_training_gets_a_state_then() {
        Perceptron model = new Perceptron(2, 3, 1);
        model.freeze("weight");
        Adam optimizer = new Adam(0.1);
        optimizer.update(model, gradients(model));
        assertThat(optimizer.state().flatten()).doesNotContainKey("in_proj.weight.m");

        model.unfreeze();
        optimizer.update(model, gradients(model));
        assertThat(optimizer.state().flatten()).containsKey("in_proj.weight.m");
        assertThat(optimizer.step().item()).isEqualTo(2);
    }

    @Test
    void the_state_of_what_is_frozen_again_waits() {
        Perceptron model = new Perceptron(2, 3, 1);
        SGD optimizer = new SGD(0.1, SGD.Options.DEFAULT.withMomentum(0.9));
        optimizer.update(model, gradients(model));
        Array velocity = States.get(optimizer, "in_proj.weight.v");
        model.freeze("weight");
        optimizer.update(model, gradients(model));
        assertThat(States.get(optimizer, "in_proj.weight.v")).isSameAs(velocity);
    }

    @Test
    void init_keeps_what_is_there() {
        Perceptron model = new Perceptron(2, 3, 1);
        Adagrad optimizer = new Adagrad(0.1);
        optimizer.update(model, gradients(model));
        Array before = States.get(optimizer, "in_proj.bias.v");
        optimizer.init(model.parameters());
        assertThat(States.get(optimizer, "in_proj.bias.v")).isSameAs(before);
    }

    @Test
    void a_state_without_the_step_or_of_another_optimizer_is_refused() {
        Adam optimizer = new Adam(0.1);
        assertThatThrownBy(() -> optimizer.setState(Tree.unflatten(Map.of("a.m", Array.of(1f)))))
                .hasMessage("Adam: the state has no 'step'");

        Perceptron model = new Perceptron(2, 3, 1);
        SGD other = new SGD(0.1);
        other.init(model.parameters());
        optimizer.setState(other.state());
        Tree<Array> gradients = gradients(model);
        assertThatThrownBy(() -> optimizer.update(model, gradients))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage(
                        "Adam: the state of 'in_proj.weight' has no 'm', but [v]; is it that of"
                                + " another optimizer?");
    }

    @Test
    void a_parameter_may_not_be_called_as_a_setting_is() {
        Tree<Array> parameters = Tree.unflatten(Map.of("step.weight", Array.of(1f)));
        assertThatThrownBy(() -> new SGD(0.1).init(parameters))
                .hasMessage("SGD: the parameter 'step.weight' has the name of a setting");
    }

    @Test
    void absolute_steps_of_Adafactor_need_a_rate_and_relative_ones_have_none() {
        assertThatThrownBy(() -> new Adafactor(Adafactor.Options.DEFAULT.absolute()))
                .hasMessage("Adafactor: absolute steps need a learning rate");
        assertThatThrownBy(() -> new Adafactor().learningRate())
                .hasMessage("Adafactor has no setting 'learning_rate'");
    }
}
