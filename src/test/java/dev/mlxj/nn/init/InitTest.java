package dev.mlxj.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InitTest {
    @Test
    void values_are_those_of_the_key_drawn_when_the_initializer_is_applied() {
        Initializer normal = Init.normal();
        Random.seed(4);
        Array first = normal.apply(Array.zeros(5));
        Array second = normal.apply(Array.zeros(5));
        Array.eval(second, first);
        Random.seed(4);
        assertThat(Random.normal(0, 1, 5).toList()).isEqualTo(first.toList());
        assertThat(Random.normal(0, 1, 5).toList()).isEqualTo(second.toList());
    }

    @Test
    void a_convolution_counts_its_window_for_both_fans() {
        Array weight = Array.zeros(8, 5, 7, 3);
        assertThat(Fan.FAN_IN.of(weight)).isEqualTo(3 * 5 * 7);
        assertThat(Fan.FAN_OUT.of(weight)).isEqualTo(8 * 5 * 7);
    }

    @Test
    void orthogonal_rows_or_columns_have_the_length_of_the_gain() {
        Array tall = Init.orthogonal(2, DType.F32).apply(Array.zeros(6, 4));
        assertThat(
                        tall.T()
                                .matmul(tall)
                                .allclose(Array.identity(4).multiply(4), 0, 1e-5, false)
                                .itemBoolean())
                .isTrue();
        Array wide = Init.orthogonal().apply(Array.zeros(2, 5));
        assertThat(wide.matmul(wide.T()).allclose(Array.identity(2), 0, 1e-5, false).itemBoolean())
                .isTrue();
    }

    @Test
    void every_row_of_a_sparse_matrix_has_the_same_number_of_zeros() {
        Array sparse = Init.sparse(0.4).apply(Array.zeros(50, 7));
        Array zeros = sparse.equal(0).astype(DType.I32).sum(1);
        assertThat(zeros.equal(3).all().itemBoolean()).isTrue();
    }

    @Test
    void shapes_without_such_values_are_refused() {
        assertThatThrownBy(() -> Init.identity().apply(Array.zeros(3, 4)))
                .hasMessage(
                        "init.identity: the array must be a square matrix, got the shape [3, 4]");
        assertThatThrownBy(() -> Init.heNormal().apply(Array.zeros(3)))
                .hasMessage(
                        "init: Glorot and He initializers need at least 2 axes, got the shape [3]");
        assertThatThrownBy(() -> Init.sparse(0.5).apply(Array.zeros(1, 2, 3)))
                .hasMessage("init.sparse: the array must be a matrix, got the shape [1, 2, 3]");
    }
}
