package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.kernel.Layouts;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LazinessTest {
    @Test
    void an_operation_computes_nothing_until_its_value_is_asked_for() {
        Array sum = Array.of(1f, 2f).add(Array.of(3f, 4f));
        assertThat(sum.isEvaluated()).isFalse();
        assertThat(sum.dtype()).isEqualTo(DType.F32);
        assertThat(sum.shape()).isEqualTo(Shape.of(2));
        assertThat(floats(sum)).containsExactly(4f, 6f);
        assertThat(sum.isEvaluated()).isTrue();
    }

    @Test
    void a_wrong_shape_fails_when_the_graph_is_built() {
        assertThatThrownBy(() -> Array.zeros(2, 3).add(Array.zeros(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "[broadcast_shapes] Shapes (2,3) and (4) cannot be broadcast."
                                + " In add of float32 (2,3), float32 (4)");
    }

    @Test
    void an_evaluated_node_forgets_its_inputs() {
        Array product = Array.of(1f, 2f).add(1).multiply(2);
        Array.eval(product);
        assertThat(product.recipe()).isNull();
    }

    @Test
    void a_graph_of_a_hundred_thousand_nodes_evaluates() {
        Array chain = Array.of(0f, 1f);
        for (int i = 0; i < 50_000; i++) {
            chain = chain.add(1);
        }
        Array tree = chain;
        for (int i = 0; i < 17_000; i++) {
            tree = tree.sumKeepDims(0).broadcastTo(2).multiply(0.5);
        }
        assertThat(floats(chain)).containsExactly(50_000f, 50_001f);
        assertThat(floats(tree)).containsExactly(50_000.5f, 50_000.5f);
    }

    private static float[] floats(Array array) {
        return array.tensor().bytes().toArray(Layouts.F32_LE);
    }
}
