package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.nn.init.Init;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What the parameters of layers are at first. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FirstValuesTest {
    /** The same seed gives a layer the parameters that it gives it in MLX, in the same order. */
    @TestFactory
    Stream<DynamicTest> layers_draw_from_the_sequence_as_in_MLX() {
        return GoldenCases.tests("first", FirstValuesTest::parameters);
    }

    private static Map<String, Tensor> parameters(GoldenCase golden) {
        Random.seed(golden.json().path("seed").asLong());
        Module layer =
                LibraryLayers.construct(golden.op().substring("nn.".length()), golden.args());
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        layer.parameters().forEach((path, array) -> parameters.put(path, array.tensor()));
        assertThat(parameters.keySet()).containsExactlyElementsOf(golden.outputs());
        return parameters;
    }

    @Test
    void parameters_do_not_depend_on_the_order_of_evaluation() {
        Random.seed(0);
        Linear layer = new Linear(2, 3);
        layer.bias().value().tensor();
        assertThat(layer.weight().value().toText())
                .isEqualTo(
                        """
                        array([[-0.604727, -0.67836],
                               [-0.597955, 0.535533],
                               [-0.474366, -0.563262]], dtype=float32)\
                        """);
        assertThat(layer.bias().value().toText())
                .isEqualTo("array([-0.0372503, 0.0936531, 0.538253], dtype=float32)");
    }

    @Test
    void a_module_takes_an_initializer_for_all_its_parameters() {
        Linear layer = new Linear(3, 2);
        layer.apply(Init.constant(0.5));
        assertThat(layer.weight().value().toList())
                .isEqualTo(Array.full(DType.F32, 0.5, 2, 3).toList());
        assertThat(layer.bias().value().toList()).isEqualTo(Array.full(DType.F32, 0.5, 2).toList());
    }
}
