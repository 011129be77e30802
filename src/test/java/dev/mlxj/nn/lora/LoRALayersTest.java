package dev.mlxj.nn.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.LayerQuantization;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.nn.ValueAndGrad;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.layers.QuantizedLinear;
import dev.mlxj.nn.layers.ReLU;
import dev.mlxj.nn.layers.Sequential;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LoRALayersTest {
    private static final LoRAOptions SMALL = new LoRAOptions(2, 4, 0);

    /** An embedding, and blocks of two linear layers each. */
    private static final class Stack extends Module implements Layer {
        private final Embedding embed = new Embedding(5, 32);

        private final List<Sequential> blocks =
                List.of(
                        new Sequential(new Linear(32, 32), new ReLU(), new Linear(32, 32, false)),
                        new Sequential(new Linear(32, 32), new ReLU(), new Linear(32, 32, false)));

        Stack() {
            child("embed", embed);
            children("blocks", blocks);
        }

        @Override
        public Array forward(Array ids) {
            Array x = ((Layer) moduleAt("embed")).forward(ids);
            for (int i = 0; i < blocks.size(); i++) {
                x = ((Layer) moduleAt("blocks." + i)).forward(x);
            }
            return x;
        }
    }

    private static LoRALayers.Choice choice(int last, String... keys) {
        return new LoRALayers.Choice(LoRALayers.Kind.LORA, last, Set.of(keys), SMALL);
    }

    private static Array ids() {
        return Array.of(0, 3, 1);
    }

    @Test
    void keys_choose_layers_of_the_last_blocks_and_of_the_whole_model() {
        Stack model = new Stack();
        LoRALayers.convert(model, "blocks", choice(1, "layers.2", "embed"));
        assertThat(model)
                .hasToString(
                        """
                        Stack(
                          (embed): LoRAEmbedding(
                            (embedding): Embedding(5, 32)
                            (dropout): Dropout(p=0.0)
                          )
                          (blocks.0): Sequential(
                            (layers.0): Linear(input_dims=32, output_dims=32, bias=True)
                            (layers.1): ReLU()
                            (layers.2): Linear(input_dims=32, output_dims=32, bias=False)
                          )
                          (blocks.1): Sequential(
                            (layers.0): Linear(input_dims=32, output_dims=32, bias=True)
                            (layers.1): ReLU()
                            (layers.2): LoRALinear(
                              (linear): Linear(input_dims=32, output_dims=32, bias=False)
                              (dropout): Dropout(p=0.0)
                            )
                          )
                        )\
                        """);
    }

    @Test
    void without_keys_every_linear_layer_and_embedding_of_a_block_is_adapted() {
        Stack model = new Stack();
        LoRALayers.convert(model, "blocks", choice(0));
        long adapters = model.modules().stream().filter(Adapter.class::isInstance).count();
        assertThat(adapters).isEqualTo(4);
        assertThat(model.moduleAt("embed")).isInstanceOf(Embedding.class);
    }

    @Test
    void a_new_adapter_changes_no_output_and_only_its_thin_matrices_train() {
        Stack model = new Stack();
        Array before = model.forward(ids());
        model.freeze();
        LoRALayers.convert(model, "blocks", choice(1, "layers.0"));
        assertThat(model.forward(ids()).equal(before).all().itemBoolean()).isTrue();
        assertThat(model.trainableParameters().flatten().keySet())
                .containsExactly("blocks.1.layers.0.lora_a", "blocks.1.layers.0.lora_b");
        ValueAndGrad.Result result =
                ValueAndGrad.of(model, () -> model.forward(ids()).square().sum());
        assertThat(result.gradients().flatten().keySet())
                .containsExactly("blocks.1.layers.0.lora_a", "blocks.1.layers.0.lora_b");
    }

    /** M80: the bias of a layer that was quantised trains too. */
    @Test
    void over_packed_layers_the_thin_matrices_train_and_the_bias() {
        Stack model = new Stack();
        model.freeze();
        LayerQuantization.quantize(model, Quantization.affine(32, 4));
        LoRALayers.convert(model, "blocks", choice(1, "layers.0"));
        model.moduleAt("blocks.0").freeze();
        assertThat(model.trainableParameters().flatten().keySet())
                .containsExactlyInAnyOrder(
                        "blocks.1.layers.0.linear.bias",
                        "blocks.1.layers.0.lora_a",
                        "blocks.1.layers.0.lora_b");
    }

    @Test
    void fused_layers_compute_what_the_adapters_did() {
        Stack model = new Stack();
        LoRALayers.convert(model, "blocks", choice(0));
        randomise(model);
        Array adapted = model.forward(ids());
        LoRALayers.fuse(model);
        assertThat(model.modules()).noneMatch(Adapter.class::isInstance);
        double distance = model.forward(ids()).subtract(adapted).abs().max().item();
        assertThat(distance).isLessThan(1e-4);
    }

    @Test
    void a_packed_base_is_packed_again_in_the_same_way_or_left_decoded() {
        QuantizedLinear base =
                new Linear(64, 3).toQuantized(Quantization.of(Quantization.Mode.MXFP8));
        LoRALinear adapter = LoRALinear.fromBase(base, SMALL);
        assertThat(adapter.fuse())
                .isInstanceOfSatisfying(
                        QuantizedLinear.class,
                        fused -> {
                            assertThat(fused.quantization()).isEqualTo(base.quantization());
                            assertThat(fused.bias().value()).isSameAs(base.bias().value());
                        });
        assertThat(adapter.fuseDequantized().weight().value().dtype()).isEqualTo(DType.BF16);
    }

    @Test
    void layers_that_were_adapted_come_back_as_they_were() {
        Stack model = new Stack();
        Module before = model.moduleAt("blocks.0.layers.0");
        LoRALayers.convert(model, "blocks", choice(0));
        LoRALayers.remove(model);
        assertThat(model.moduleAt("blocks.0.layers.0")).isSameAs(before);
    }

    @Test
    void what_cannot_be_adapted_is_named_and_nothing_changes() {
        Stack model = new Stack();
        assertThatThrownBy(
                        () ->
                                LoRALayers.convert(
                                        model, "blocks", choice(0, "layers.0", "layers.1")))
                .hasMessage(
                        "LoRA: 'blocks.0.layers.1' is of type ReLU, which cannot be adapted by"
                                + " LORA");
        assertThat(model.modules()).noneMatch(Adapter.class::isInstance);
        assertThatThrownBy(() -> LoRALayers.convert(model, "layers", choice(0)))
                .hasMessage("LoRA: the model has no list of modules at 'layers'");
        assertThatThrownBy(() -> new LoRAOptions(0, 1, 0))
                .hasMessage("LoRA: the rank must be positive, got 0");
    }

    private static void randomise(Module model) {
        for (Parameter parameter : model.namedParameters().values()) {
            if (parameter.key().equals("lora_b")) {
                long[] extents = parameter.value().shape().toArray();
                parameter.set(
                        Array.linspace(-0.1, 0.1, (int) (extents[0] * extents[1]))
                                .reshape(extents));
            }
        }
    }
}
