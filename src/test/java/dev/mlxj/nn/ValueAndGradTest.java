package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.array.Grad;
import dev.mlxj.nn.layers.BatchNorm;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Tree;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Gradients of the parameters of modules; numbers are worked by hand or those of mlx 0.32.4. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ValueAndGradTest {
    private static final Array X = Array.of(1f, 2f).reshape(1, 2);

    private final MyMLP model = new MyMLP(2, 1, 3);

    private Array loss() {
        return model.forward(X).sum();
    }

    private String shapeOfGradients() {
        Tree<Array> gradients = ValueAndGrad.of(model, this::loss).gradients();
        return gradients.map(Array::shape).toString();
    }

    @Test
    void gradients_have_the_form_of_what_trains_when_the_call_is_made() {
        assertThat(shapeOfGradients())
                .isEqualTo(
                        "{in_proj={weight=[3, 2], bias=[3]}, out_proj={weight=[1, 3], bias=[1]}}");
        model.moduleAt("in_proj").freeze();
        assertThat(shapeOfGradients())
                .isEqualTo("{in_proj={}, out_proj={weight=[1, 3], bias=[1]}}");
        model.unfreeze().freeze("weight");
        assertThat(shapeOfGradients()).isEqualTo("{in_proj={bias=[3]}, out_proj={bias=[1]}}");
    }

    @Test
    void a_list_of_arrays_may_be_partly_frozen() {
        Listed listed = new Listed();
        listed.freeze("weights.0");
        Tree<Array> gradients = ValueAndGrad.of(listed, listed::loss).gradients();
        assertThat(gradients.map(Array::toList).toString()).isEqualTo("{weights=[{}, [4.0, 6.0]]}");
    }

    private static final class Listed extends Module {
        private final List<Object> weights =
                new ArrayList<>(List.of(Array.of(1f, 1f), Array.of(2f, 3f)));

        Listed() {
            set("weights", weights);
        }

        Array loss() {
            Array sum = Array.scalar(0.0);
            for (Object weight : weights) {
                sum = sum.add(((Array) weight).square().sum());
            }
            return sum;
        }
    }

    @Test
    void after_the_call_the_parameters_are_the_same_arrays_also_when_the_function_fails() {
        Map<String, Array> before = new LinkedHashMap<>(model.parameters().flatten());
        ValueAndGrad.of(model, this::loss);
        assertThat(model.parameters().flatten()).isEqualTo(before);
        assertThatThrownBy(
                        () ->
                                ValueAndGrad.of(
                                        model,
                                        () -> {
                                            throw new IllegalStateException("in between");
                                        }))
                .hasMessage("in between");
        assertThat(model.parameters().flatten()).isEqualTo(before);
    }

    @Test
    void other_results_are_given_back_and_the_first_must_be_a_scalar() {
        ValueAndGrad.Result result =
                ValueAndGrad.ofAll(
                        model,
                        () -> {
                            Array y = model.forward(X);
                            return List.of(y.sum(), y);
                        });
        assertThat(result.values()).hasSize(2);
        assertThat(result.values().get(1).shape()).hasToString("[1, 1]");
        assertThatThrownBy(() -> ValueAndGrad.of(model, () -> model.forward(X)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "[vjp] Output shape (1,1) does not match cotangent shape (). Given float32"
                                + " (1,1), float32 ()");
    }

    @Test
    void D20_a_model_that_is_all_frozen_has_no_gradients() {
        model.freeze();
        ValueAndGrad.Result result = ValueAndGrad.of(model, this::loss);
        assertThat(result.gradients()).hasToString("{in_proj={}, out_proj={}}");
        assertThat(result.value().ndim()).isZero();
    }

    @Test
    void what_the_loss_does_not_depend_on_has_the_gradient_zero() {
        Array weight = model.parameterAt("in_proj.weight").value();
        Tree<Array> unused =
                ValueAndGrad.of(model, () -> model.parameterAt("in_proj.bias").value().sum())
                        .gradients();
        Array zero = Objects.requireNonNull(unused.flatten().get("in_proj.weight"));
        assertThat(zero.shape()).isEqualTo(weight.shape());
        assertThat(zero.abs().sum().item()).isZero();

        Tree<Array> ofInteger = ValueAndGrad.of(model, () -> loss().astype(DType.I32)).gradients();
        assertThat(ofInteger.leaves()).allMatch(array -> array.abs().sum().item() == 0);
    }

    @Test
    void what_the_function_assigns_stays() {
        Linear layer = new Linear(2, 1);
        layer.loadWeights(Map.of("weight", Array.of(3f, 4f).reshape(1, 2), "bias", Array.of(1f)));
        Tree<Array> gradients =
                ValueAndGrad.of(
                                layer,
                                () -> {
                                    layer.weight().set(layer.weight().value().multiply(2));
                                    return layer.forward(X).sum();
                                })
                        .gradients();
        assertThat(layer.weight().value().toList()).isEqualTo(List.of(List.of(6.0, 8.0)));
        assertThat(gradients.map(Array::toList)).hasToString("{weight=[[2.0, 4.0]], bias=[1.0]}");
    }

    @Test
    void running_statistics_are_kept_while_a_gradient_is_taken() {
        BatchNorm norm = new BatchNorm(2);
        Array batch = Array.of(0f, 0f, 2f, 4f).reshape(2, 2);
        Tree<Array> gradients =
                ValueAndGrad.of(norm, () -> norm.forward(batch).square().sum()).gradients();
        assertThat(gradients.flatten()).containsOnlyKeys("weight", "bias");
        assertThat(TestArrays.floats(norm.parameterAt("running_mean").value()))
                .containsExactly(0.1f, 0.2f);
    }

    private static final class Tied extends Module {
        private final Linear first = new Linear(2, 2, false);

        Tied() {
            set("a", first);
            set("b", first);
            first.weight().set(Array.of(1f, 2f, 3f, 4f).reshape(2, 2));
        }
    }

    @Test
    void D22_the_gradient_of_a_tied_module_is_under_its_first_name() {
        Tied tied = new Tied();
        // d/dW sum(W W x^T) = W^T 1 x + 1 (W x^T)^T = [[4, 8], [6, 12]] + [[5, 11], [5, 11]]
        Tree<Array> gradients =
                ValueAndGrad.of(tied, () -> tied.first.forward(tied.first.forward(X)).sum())
                        .gradients();
        assertThat(gradients.map(Array::toList))
                .hasToString("{a={weight=[[9.0, 19.0], [11.0, 23.0]]}, b={}}");
    }

    private static void verify(UnaryOperator<Array> function, Array x, Object gradient) {
        assertThat(Grad.grad(function).apply(x).toList()).isEqualTo(gradient);
    }

    @Test
    void where_a_function_has_no_slope_the_gradient_is_that_of_the_reference() {
        Array zero = Array.scalar(0.0);
        verify(x -> x.maximum(0), zero, 0.0);
        verify(Array::abs, zero, 0.0);
        verify(Array::sqrt, zero, Double.POSITIVE_INFINITY);
        verify(x -> x.max(), Array.of(2f, 2f, 1f), List.of(0.5, 0.5, 0.0));
        verify(x -> x.take(Array.of(0, 0, 1), 0).sum(), Array.of(5f, 6f), List.of(2.0, 1.0));
        verify(x -> x.broadcastTo(3, 2).sum(), Array.of(1f, 1f), List.of(3.0, 3.0));
        verify(x -> Grad.grad(y -> y.power(3)).apply(x), Array.scalar(2.0), 12.0);
        Array half = Array.of(1f).astype(DType.F16);
        assertThat(Grad.grad(x -> x.astype(DType.F32).sum()).apply(half).dtype())
                .isEqualTo(DType.F16);
    }
}
