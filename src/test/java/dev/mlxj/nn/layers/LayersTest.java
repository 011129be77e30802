package dev.mlxj.nn.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Module;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What the golden cases do not say of the layers: defaults, refusals, how numbers are printed. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LayersTest {
    @Test
    void numbers_are_printed_as_python_prints_them() {
        assertThat(Repr.of(1e-5)).isEqualTo("1e-05");
        assertThat(Repr.of(0.0001)).isEqualTo("0.0001");
        assertThat(Repr.of(1.5e-12)).isEqualTo("1.5e-12");
        assertThat(Repr.of(0.1)).isEqualTo("0.1");
        assertThat(Repr.of(10_000)).isEqualTo("10000.0");
        assertThat(Repr.of(1e16)).isEqualTo("1e+16");
        assertThat(Repr.of(-2.5e100)).isEqualTo("-2.5e+100");
        assertThat(Repr.of(-0.0)).isEqualTo("-0.0");
        assertThat(Repr.of(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(Repr.of(true)).isEqualTo("True");
    }

    @Test
    void dropout_prints_the_probability_it_was_given_D14() {
        assertThat(new Dropout(0.1)).hasToString("Dropout(p=0.1)");
    }

    @Test
    void a_layer_that_has_lost_an_array_still_prints() {
        Module linear = new Linear(2, 3).remove("weight").remove("bias");
        assertThat(linear).hasToString("Linear(input_dims=?, output_dims=?, bias=False)");
    }

    @Test
    void first_values_are_within_the_bound_that_the_layer_names() {
        Array weight = new Linear(16, 100).weight().value().abs();
        assertThat(
                        weight.max()
                                .lessEqual(0.25)
                                .tensor()
                                .bytes()
                                .get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0))
                .isEqualTo((byte) 1);
        assertThat(new Linear(3, 2, false).bias().isPresent()).isFalse();
    }

    @Test
    void sizes_that_do_not_fit_are_refused() {
        assertThatThrownBy(() -> new LayerNorm(3, 0))
                .hasMessage("LayerNorm: eps must be positive, got 0.0");
        assertThatThrownBy(() -> new Dropout(1))
                .hasMessage("Dropout: the probability must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> new MultiHeadAttention(6, 4))
                .hasMessage("MultiHeadAttention: 6 features cannot be shared by 4 heads");
        assertThatThrownBy(() -> new GroupNorm(2, 5))
                .hasMessage("GroupNorm: 5 features cannot be split into 2 groups");
        assertThatThrownBy(() -> new SinusoidalPositionalEncoding(3))
                .hasMessage("SinusoidalPositionalEncoding: dims must be positive and even, got 3");
        assertThatThrownBy(() -> new BatchNorm(3).forward(Array.ones(1, 3)))
                .hasMessage("BatchNorm: training needs more than one value for each feature");
        assertThatThrownBy(() -> new InstanceNorm(3).forward(Array.ones(4, 3)))
                .hasMessage("InstanceNorm: the input has 2 axes, expected at least 3");
        assertThatThrownBy(() -> new Dropout2d().forward(Array.ones(4, 3)))
                .hasMessage("Dropout2d: the input has 2 axes, expected 3 or 4");
    }

    @Test
    void dropout_is_the_identity_in_evaluation_and_keeps_the_mean_in_training() {
        Array x = Array.ones(DType.F32, 100, 100);
        Dropout dropout = new Dropout(0.25);
        double mean =
                dropout.forward(x)
                        .mean()
                        .tensor()
                        .bytes()
                        .get(java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
        assertThat(mean).isBetween(0.95, 1.05);
        dropout.eval();
        assertThat(dropout.forward(x)).isSameAs(x);
    }
}
