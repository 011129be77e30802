package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Where arrays of a module are not what they are in MLX, on purpose. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArraysInModulesTest {
    private static final class Scaled extends Module {
        private final Parameter weight = parameter("weight", Array.of(1f, 2f));
        private final Parameter table = parameter("table", Array.of(3, 4));

        Array loss() {
            return weight.value().multiply(table.value()).sum();
        }
    }

    @Test
    void D21_integers_take_no_gradient() {
        Scaled model = new Scaled();
        var gradients = ValueAndGrad.of(model, model::loss).gradients().flatten();
        assertThat(gradients).containsOnlyKeys("weight");
        assertThat(gradients.firstEntry().getValue().sum().item()).isEqualTo(7.0);
    }

    @Test
    void D24_an_index_out_of_range_is_refused() {
        Array outside = Array.of(1f, 2f).take(Array.of(2), 0);
        assertThatThrownBy(() -> Array.eval(outside)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void D25_what_is_made_from_a_parameter_does_not_change_it() {
        Scaled model = new Scaled();
        Array before = model.weight.value();
        Array doubled = before.add(before);
        assertThat(doubled.sum().item()).isEqualTo(6.0);
        assertThat(model.weight.value()).isSameAs(before);
        assertThat(before.sum().item()).isEqualTo(3.0);
    }
}
