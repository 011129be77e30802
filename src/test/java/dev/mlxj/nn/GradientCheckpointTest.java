package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.nn.layers.Linear;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.function.UnaryOperator;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GradientCheckpointTest {
    private static final Array X = Array.of(1f, 2f, 3f, 4f).reshape(2, 2);

    /** Counts how often it is called, and what it sees. */
    private static final class Counted extends Module implements Layer {
        private final ChildLayer inner = layer("inner", new Linear(2, 3));
        private int calls;

        @Override
        public Array forward(Array x) {
            calls++;
            return inner.forward(x).square();
        }
    }

    @Test
    void a_layer_is_called_again_for_gradients_which_are_the_same() {
        Counted layer = new Counted();
        Array weight = layer.parameterAt("inner.weight").value();
        var plain = ValueAndGrad.of(layer, () -> layer.forward(X).sum());
        layer.calls = 0;
        UnaryOperator<Array> checkpointed = GradientCheckpoint.checkpoint(layer);
        var again = ValueAndGrad.of(layer, () -> checkpointed.apply(X).sum());

        assertThat(layer.calls).isEqualTo(2);
        assertThat(again.value().item()).isEqualTo(plain.value().item());
        assertThat(lists(again)).isEqualTo(lists(plain));
        assertThat(layer.parameterAt("inner.weight").value()).isSameAs(weight);
    }

    @Test
    void frozen_parameters_have_no_gradient_here_either() {
        Counted layer = new Counted();
        layer.freeze("weight");
        UnaryOperator<Array> checkpointed = GradientCheckpoint.checkpoint(layer);
        var result = ValueAndGrad.of(layer, () -> checkpointed.apply(X).sum());
        assertThat(result.gradients().flatten()).containsOnlyKeys("inner.bias");
    }

    private static Object lists(ValueAndGrad.Result result) {
        return result.gradients().leaves().map(Array::toList).toList();
    }
}
