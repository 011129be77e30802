package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.layers.Transformer;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** The examples of MLX's documentation of Module. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MyMLPTest {
    private static final Array X = Array.of(0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f).reshape(4, 2);
    private static final Array Y = Array.of(0f, 1f, 1f, 0f).reshape(4, 1);

    @Test
    void a_parameter_is_read_doubled_lazily_assigned_back_and_evaluated() {
        // @start region="use"
        MyMLP model = new MyMLP(2, 1);

        // All the parameters are there, none is computed yet
        Array.eval(model.parameters());

        // A new value for one of them
        Parameter weight = model.parameterAt("in_proj.weight");
        Array before = weight.value();
        weight.set(before.multiply(2)); // nothing is computed yet
        // @end
        assertThat(weight.value().isEvaluated()).isFalse();
        // @start region="eval"
        Array.eval(model.parameters());
        // @end
        assertThat(weight.value().isEvaluated()).isTrue();
        assertThat(weight.value().subtract(before).toList()).isEqualTo(before.toList());
        assertThat(model.toString())
                .isEqualTo(
                        """
                        MyMLP(
                          (in_proj): Linear(input_dims=2, output_dims=16, bias=True)
                          (out_proj): Linear(input_dims=16, output_dims=1, bias=True)
                        )\
                        """);
    }

    @Test
    void nothing_is_computed_when_a_model_is_made_or_cast() {
        MyMLP model = new MyMLP(4096, 4096, 4096);
        model.apply(x -> x.astype(DType.F16));
        assertThat(model.parameters().leaves()).noneMatch(Array::isEvaluated);
        assertThat(model.parameters().leaves()).allMatch(x -> x.dtype() == DType.F16);
    }

    @Test
    void all_but_the_attention_is_frozen_or_all_but_the_biases() {
        // @start region="attention"
        Transformer model = new Transformer();
        model.freeze();
        model.applyToModules(
                (path, module) -> {
                    if (path.endsWith("attention")) {
                        module.unfreeze();
                    }
                });
        // @end
        // mlx 0.32.4: the same lines, with nn.Transformer()
        assertThat(model.trainableParameters().flatten().keySet())
                .hasSize(72)
                .allMatch(
                        path -> path.matches(".*attention[.](query|key|value|out)_proj[.]weight"));

        model.freeze().unfreeze("bias");
        assertThat(model.trainableParameters().flatten().keySet())
                .hasSize(56)
                .allMatch(path -> path.endsWith("bias"));
    }

    @Test
    void training_steps_have_the_losses_of_the_reference() {
        MyMLP model = seed();
        float[] losses = new float[3];
        for (int step = 0; step < losses.length; step++) {
            losses[step] = step(model);
        }
        // mlx 0.32.4: SGD with learning rate 0.1 on XOR, from these weights
        assertThat(losses)
                .containsExactly(
                        new float[] {0.23794201f, 0.17611189f, 0.14470322f}, within(1e-6f));
    }

    @Test
    void only_the_biases_move_when_only_they_train() {
        MyMLP model = seed();
        Map<String, Array> before = model.parameters().flatten();
        model.freeze().unfreeze("bias");
        assertThat(step(model)).isCloseTo(0.23794201f, within(1e-6f));
        assertThat(step(model)).isCloseTo(0.19541179f, within(1e-6f));
        assertThat(TestArrays.floats(model.parameterAt("in_proj.bias").value()))
                .startsWith(
                        new float[] {0.01763751f, -0.05877047f, 0.0526717f, 0.05909377f},
                        within(1e-6f));
        assertThat(model.parameterAt("in_proj.weight").value())
                .isSameAs(before.get("in_proj.weight"));
    }

    private static float step(MyMLP model) {
        // @start region="training"
        ValueAndGrad.Result result =
                ValueAndGrad.of(model, () -> model.forward(X).subtract(Y).square().mean());
        model.update(
                result.gradients()
                        .mapWith(
                                model.trainableParameters(),
                                (gradient, parameter) ->
                                        parameter
                                                .leaves()
                                                .findFirst()
                                                .orElseThrow()
                                                .subtract(gradient.multiply(0.1))));
        // @end
        return TestArrays.floats(result.value())[0];
    }

    private static MyMLP seed() {
        MyMLP model = new MyMLP(2, 1, 4);
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
        return model;
    }

    @Test
    void initial_values_are_those_of_the_reference_for_a_seed() {
        Random.seed(0);
        var linear = new dev.mlxj.nn.layers.Linear(2, 3);
        // mlx 0.32.4: mx.random.seed(0); nn.Linear(2, 3)
        assertThat(TestArrays.floats(linear.weight().value()))
                .containsExactly(
                        -0.60472685f,
                        -0.6783602f,
                        -0.59795505f,
                        0.53553313f,
                        -0.4743657f,
                        -0.56326234f);
        assertThat(TestArrays.floats(linear.bias().value()))
                .containsExactly(-0.03725028f, 0.09365314f, 0.538253f);
    }
}
