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
import java.util.function.UnaryOperator;

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

    @Test
    void where_two_are_equal_the_gradient_goes_to_the_second() {
        Array zero = Array.of(0f);
        assertThat(slope(x -> x.maximum(0), zero)).isEqualTo(List.of(0.0));
        assertThat(slope(x -> Array.zeros(1).maximum(x), zero)).isEqualTo(List.of(1.0));
        assertThat(slope(x -> x.minimum(0), zero)).isEqualTo(List.of(0.0));
    }

    @Test
    void at_their_corners_functions_have_the_slopes_of_the_reference() {
        Array zero = Array.of(0f);
        assertThat(slope(Array::abs, zero)).isEqualTo(List.of(0.0));
        assertThat(slope(Array::sqrt, zero)).isEqualTo(List.of(Double.POSITIVE_INFINITY));
    }

    @Test
    void equal_greatest_elements_share_the_gradient() {
        assertThat(slope(x -> x.max(), Array.of(2f, 2f, 1f))).isEqualTo(List.of(0.5, 0.5, 0.0));
    }

    @Test
    void the_gradient_of_what_was_repeated_is_summed() {
        assertThat(slope(x -> x.add(Array.zeros(3, 1)), Array.of(1f, 2f)))
                .isEqualTo(List.of(3.0, 3.0));
        assertThat(slope(x -> x.take(Array.of(0, 0, 1), 0), Array.of(5f, 6f)))
                .isEqualTo(List.of(2.0, 1.0));
    }

    @Test
    void the_gradient_has_the_dtype_of_the_argument() {
        Array half = Array.of(1f, 2f).astype(DType.F16);
        Array gradient = Grad.grad(x -> x.astype(DType.F32).square().sum()).apply(half);
        assertThat(gradient.dtype()).isEqualTo(DType.F16);
        assertThat(gradient.toList()).isEqualTo(List.of(2.0, 4.0));
    }

    @Test
    void a_value_of_integers_has_no_slope() {
        Array gradient = Grad.grad(x -> x.astype(DType.I32).sum()).apply(X);
        assertThat(gradient.toList()).isEqualTo(List.of(0.0, 0.0, 0.0));
    }

    @Test
    void the_second_derivative_of_a_cube_is_six_times_the_argument() {
        Array second =
                Grad.grad(x -> Grad.grad(y -> y.power(3).sum()).apply(x).sum()).apply(Array.of(2f));
        assertThat(second.item()).isEqualTo(12);
    }

    @Test
    void a_function_that_fails_leaves_its_arguments_usable() {
        Array x = Array.of(1f, 2f).add(1);
        assertThatThrownBy(() -> Grad.grad(y -> y.matmul(Array.zeros(5))).apply(x))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(x.toList()).isEqualTo(List.of(2.0, 3.0));
    }

    @Test
    void a_product_with_a_zero_has_a_gradient() {
        Array x = Array.of(2f, 0f, 3f);
        assertThat(slope(y -> y.prod(), x)).isEqualTo(List.of(0.0, 6.0, 0.0));
        assertThat(slope(y -> y.cumprod(0), x)).isEqualTo(List.of(1.0, 8.0, 0.0));
        assertThat(slope(y -> y.prod(), Array.of(0f, 0f, 3f))).isEqualTo(List.of(0.0, 0.0, 0.0));
    }

    @Test
    void the_gradient_of_a_complex_number_points_up_the_slope() {
        Array z = Array.complex(1, 2);
        assertThat(Grad.grad(x -> x.square().real()).apply(z).toList())
                .isEqualTo(List.of(2.0, -4.0));
        assertThat(Grad.grad(Array::imag).apply(z).toList()).isEqualTo(List.of(0.0, 1.0));
    }

    @Test
    void many_are_done_within_many() {
        Function<List<Array>, List<Array>> products =
                Vmap.of(
                        in -> List.of(in.get(0).multiply(in.get(1)).sum()),
                        List.of(0, Vmap.NONE),
                        0);
        Array rows = Array.arange(DType.F32, 6).reshape(2, 3);
        Array table =
                Vmap.of(products, List.of(Vmap.NONE, 0), 0)
                        .apply(List.of(rows, Array.eye(3)))
                        .getFirst();
        assertThat(table.toList()).isEqualTo(rows.T().toList());
    }

    @Test
    void each_result_of_many_has_an_axis_of_its_own_or_none() {
        Function<List<Array>, List<Array>> function =
                in -> List.of(in.get(0).multiply(2), in.get(1).add(1));
        Array many = Array.arange(DType.F32, 6).reshape(2, 3);
        List<Array> results =
                Vmap.of(function, List.of(0, Vmap.NONE), List.of(1, Vmap.NONE))
                        .apply(List.of(many, X));
        assertThat(results.get(0).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(results.get(1).toList()).isEqualTo(List.of(2.0, 3.0, 4.0));
        assertThatThrownBy(
                        () ->
                                Vmap.of(function, List.of(0, Vmap.NONE), List.of(Vmap.NONE, 0))
                                        .apply(List.of(many, X)))
                .hasMessageStartingWith("[vmap] A result without an axis depends on the many.");
    }

    private static Object slope(UnaryOperator<Array> function, Array at) {
        return Grad.grad(x -> function.apply(x).sum()).apply(at).toList();
    }
}
