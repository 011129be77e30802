package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.UnaryOperator;

/** Arrays without axes, without elements, and axes beyond the last; expected values are MLX's. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BordersTest {
    @Test
    void the_sum_of_a_number_keeps_its_dtype_and_that_of_a_vector_is_wide() {
        Array number = Array.full(DType.U8, 5L);

        assertThat(number.sum().toText()).isEqualTo("array(5, dtype=uint8)");
        assertThat(number.prod().toText()).isEqualTo("array(5, dtype=uint8)");
        assertThat(number.reshape(1).sum().toText()).isEqualTo("array(5, dtype=uint32)");
    }

    @Test
    void axes_beyond_the_first_and_the_last_are_flattened_with_them() {
        Array x = Array.zeros(DType.F32, 2, 3);

        assertThat(x.flatten(-9, 0).shape().toArray()).containsExactly(2, 3);
        assertThat(x.flatten(-9, 7).shape().toArray()).containsExactly(6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.flatten(2, 7))
                .withMessageStartingWith("[flatten] start_axis must be less than or equal");
    }

    @Test
    void no_elements_have_no_kronecker_product() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Array.zeros(DType.F32, 2, 0).kron(Array.ones(DType.F32, 2)))
                .withMessage(
                        "[kron] Input arrays cannot be empty. Given float32 (2,0), float32 (2)");
    }

    @Test
    void an_empty_axis_has_a_sum_and_a_product_but_no_greatest_and_no_median() {
        Array empty = Array.zeros(DType.F32, 1, 0);

        assertThat(empty.sum(1).toList()).isEqualTo(List.of(0.0));
        assertThat(empty.prod(1).toList()).isEqualTo(List.of(1.0));
        assertThat(empty.all(1).toList()).isEqualTo(List.of(true));
        assertThat(empty.any(1).toList()).isEqualTo(List.of(false));
        List<UnaryOperator<Array>> refusing =
                List.of(x -> x.max(1), x -> x.min(1), x -> x.median(1), x -> x.logsumexp(1));
        for (UnaryOperator<Array> reduction : refusing) {
            assertThatIllegalArgumentException().isThrownBy(() -> reduction.apply(empty));
        }
    }

    @Test
    void axes_of_extent_1_before_the_last_make_no_difference_to_the_logsumexp_of_truth_values() {
        Array row = Array.of(true, true, false, false, true);

        assertThat(row.logsumexp().toText()).isEqualTo("array(2.31795, dtype=float32)");
        assertThat(row.reshape(1, 5).logsumexp().toText())
                .isEqualTo("array(2.31795, dtype=float32)");
        assertThat(row.reshape(5, 1).logsumexp(0).toText())
                .isEqualTo("array([3.13258], dtype=float32)");
    }

    @Test
    void the_inverse_hyperbolic_cosine_of_a_number_far_below_1_is_not_a_number() {
        Array below = Array.of(-1e9f, -3e38f, 0.999f, Float.NaN, 1, Float.POSITIVE_INFINITY);

        assertThat(below.arccosh().toText())
                .isEqualTo("array([nan, nan, nan, nan, 0, inf], dtype=float32)");
        assertThat(below.astype(DType.F64).arccosh().toText())
                .isEqualTo("array([nan, nan, nan, nan, 0, inf], dtype=float64)");
    }

    @Test
    void one_to_any_power_is_one() {
        Array base = Array.of(1f, 1, -1, -1, 2, Float.NaN);
        Array exponent =
                Array.of(
                        Float.NaN,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        Float.NaN,
                        Float.NaN,
                        0);

        assertThat(base.power(exponent).toText())
                .isEqualTo("array([1, 1, 1, nan, nan, 1], dtype=float32)");
    }

    @Test
    void means_of_great_integers_do_not_overflow() {
        Array great = Array.full(DType.I32, (long) Integer.MAX_VALUE, 2);

        assertThat(great.mean().item()).isEqualTo(0x1p31);
        assertThat(great.var().item()).isZero();
    }
}
