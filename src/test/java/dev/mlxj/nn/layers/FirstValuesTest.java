package dev.mlxj.nn.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.nn.init.Init;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What the parameters of layers are at first. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FirstValuesTest {
    @Test
    void a_module_takes_an_initializer_for_all_its_parameters() {
        Linear layer = new Linear(3, 2);
        layer.apply(Init.constant(0.5));
        assertThat(layer.weight().value().toList())
                .isEqualTo(Array.full(DType.F32, 0.5, 2, 3).toList());
        assertThat(layer.bias().value().toList()).isEqualTo(Array.full(DType.F32, 0.5, 2).toList());
    }
}
