package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.QuantizedLinear;
import dev.mlxj.nn.layers.Sequential;
import dev.mlxj.tensor.Quantization;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/** What the golden cases leave open: choices, ties, and gradients through packed layers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LayerQuantizationTest {
    private static final Quantization FOUR_BITS = Quantization.affine(32, 4);

    @Test
    void each_layer_is_quantised_as_its_choice_says() {
        Sequential model =
                new Sequential(new Linear(64, 32), new Linear(32, 32), new Linear(32, 1));
        LayerQuantization.quantize(
                model,
                (path, layer) ->
                        switch (path) {
                            case "layers.0" -> Optional.of(FOUR_BITS);
                            case "layers.1" ->
                                    Optional.of(Quantization.of(Quantization.Mode.MXFP8));
                            default -> Optional.empty();
                        });
        assertThat(model)
                .hasToString(
                        """
                        Sequential(
                          (layers.0): QuantizedLinear(input_dims=64, output_dims=32, bias=True, group_size=32, bits=4, mode=affine)
                          (layers.1): QuantizedLinear(input_dims=32, output_dims=32, bias=True, group_size=32, bits=8, mode=mxfp8)
                          (layers.2): Linear(input_dims=32, output_dims=1, bias=True)
                        )\
                        """);
        assertThat(model.forward(Array.ones(2, 64)).tensor().shape().toArray())
                .containsExactly(2, 1);
    }

    @Test
    void groups_of_64_with_4_bits_are_usual() {
        Sequential model = new Sequential(new Linear(64, 32));
        LayerQuantization.quantize(model);
        assertThat(model).asString().contains("bias=True, group_size=64, bits=4, mode=affine");
    }

    @Test
    void a_layer_with_two_names_is_quantised_once() {
        Linear shared = new Linear(32, 32);
        Module model = new Described("Tied", "").set("a", shared).set("b", shared);
        LayerQuantization.quantize(model, FOUR_BITS);
        assertThat(model.moduleAt("a"))
                .isInstanceOf(QuantizedLinear.class)
                .isSameAs(model.moduleAt("b"));
    }

    @Test
    void a_layer_that_cannot_be_quantised_is_named_and_nothing_changes() {
        Module model =
                new Described("Pair", "")
                        .set("good", new Linear(32, 32))
                        .set("wide", new Linear(33, 32));
        assertThatThrownBy(() -> LayerQuantization.quantize(model, FOUR_BITS))
                .hasMessageContaining("group size 32")
                .hasMessageContaining("(32,33)");
        Sequential outer = new Sequential(new dev.mlxj.nn.layers.ReLU());
        assertThatThrownBy(
                        () -> LayerQuantization.quantize(outer, FOUR_BITS, (path, layer) -> true))
                .hasMessage("quantize: 'layers.0' is of type ReLU, which cannot be quantised");
        assertThat(model.moduleAt("good")).isInstanceOf(Linear.class);
    }

    /** D13: without force, a packed weight is never among what trains. */
    @Test
    void a_packed_weight_trains_only_by_force() {
        Sequential model = new Sequential(new Linear(32, 2));
        LayerQuantization.quantize(model, FOUR_BITS);
        model.unfreeze();
        assertThat(model.trainableParameters().flatten().keySet())
                .containsExactlyInAnyOrder("layers.0.scales", "layers.0.biases", "layers.0.bias");
        ValueAndGrad.Result result =
                ValueAndGrad.of(model, () -> model.forward(Array.ones(3, 32)).square().sum());
        assertThat(result.gradients().flatten().keySet())
                .containsExactlyInAnyOrder("layers.0.scales", "layers.0.biases", "layers.0.bias");
        model.unfreeze(FreezeOption.FORCE);
        assertThat(model.trainableParameters().flatten()).containsKey("layers.0.weight");
    }
}
