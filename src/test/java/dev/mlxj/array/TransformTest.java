package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TransformTest {
    private static final Array X = Array.of(1f, 2f, 3f);

    @Test
    void an_unused_argument_has_the_gradient_zero() {
        Grad.Result result =
                Grad.valueAndGrad(in -> List.of(in.get(0).sum()), 0, 1).apply(List.of(X, X));
        assertThat(result.gradients().get(1).toList()).isEqualTo(List.of(0.0, 0.0, 0.0));
    }

    @Test
    void an_integer_argument_has_a_gradient_of_its_own_dtype() {
        Grad.Result result =
                Grad.valueAndGrad(in -> List.of(in.get(0).multiply(in.get(1)).sum()), 1)
                        .apply(List.of(Array.of(1f, 2f), Array.of(5, 7)));
        assertThat(result.gradients().getFirst().dtype()).isEqualTo(DType.I32);
        assertThat(result.gradients().getFirst().toList()).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void a_value_that_is_no_scalar_is_refused() {
        assertThatThrownBy(() -> Grad.grad(Array::square).apply(X))
                .hasMessage(
                        "[vjp] Output shape (3) does not match cotangent shape (). Given float32"
                            + " (3), float32 ()");
    }

    @Test
    void indices_have_no_gradient() {
        Function<List<Array>, Grad.Result> both =
                Grad.valueAndGrad(in -> List.of(in.get(0).take(in.get(1)).sum()), 1);
        assertThatThrownBy(() -> both.apply(List.of(X, Array.of(0, 1))))
                .hasMessage("[gather] Cannot calculate VJP with respect to indices.");
    }

    @Test
    void other_results_of_a_function_come_back_as_they_are() {
        Grad.Result result =
                Grad.valueAndGrad(in -> List.of(in.getFirst().sum(), in.getFirst().max()))
                        .apply(List.of(X));
        assertThat(result.values().get(1).item()).isEqualTo(3);
    }

    @Test
    void a_custom_rule_takes_the_place_of_the_gradient() {
        Function<List<Array>, List<Array>> straight =
                Grad.customFunction(
                        in -> List.of(in.getFirst().round()),
                        (arguments, cotangents, results) -> cotangents);
        Array gradient = Grad.grad(x -> straight.apply(List.of(x)).getFirst().sum()).apply(X);
        assertThat(gradient.toList()).isEqualTo(List.of(1.0, 1.0, 1.0));
    }

    @Test
    void a_checkpointed_function_is_called_again_for_its_gradient() {
        AtomicInteger calls = new AtomicInteger();
        Function<List<Array>, List<Array>> counted =
                Grad.checkpoint(
                        in -> {
                            calls.incrementAndGet();
                            return List.of(in.getFirst().sin());
                        });
        Array gradient = Grad.grad(x -> counted.apply(List.of(x)).getFirst().sum()).apply(X);
        assertThat(gradient.shape()).isEqualTo(X.shape());
        assertThat(calls).hasValue(2);
    }

    @Test
    void a_gradient_leaves_no_graph_behind_a_value_that_was_asked_for() {
        Grad.Result result =
                Grad.valueAndGrad(
                                in -> {
                                    Array loss = in.getFirst().square().sum();
                                    assertThat(loss.item()).isEqualTo(14);
                                    return List.of(loss);
                                })
                        .apply(List.of(X));
        assertThat(result.value().item()).isEqualTo(14);
        assertThat(result.value().recipe()).isNull();
    }

    @Test
    void many_gradients_are_taken_at_once() {
        Function<List<Array>, List<Array>> gradient =
                in -> List.of(Grad.grad(x -> x.square().sum()).apply(in.getFirst()));
        Array many = Array.arange(DType.F32, 6).reshape(2, 3);
        Array all = Vmap.of(gradient, List.of(0), 0).apply(List.of(many)).getFirst();
        assertThat(all.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(all.toList())
                .isEqualTo(List.of(List.of(0.0, 2.0, 4.0), List.of(6.0, 8.0, 10.0)));
    }

    @Test
    void many_selections_are_made_at_once() {
        Array tables = Array.arange(DType.F32, 6).reshape(2, 3);
        Array indices = Array.of(2, 0, 1, 1).reshape(2, 2);
        Array taken =
                Vmap.of(in -> List.of(in.get(0).take(in.get(1), 0)), List.of(0, 0), 0)
                        .apply(List.of(tables, indices))
                        .getFirst();
        assertThat(taken.toList()).isEqualTo(List.of(List.of(2.0, 0.0), List.of(4.0, 4.0)));
    }
}
