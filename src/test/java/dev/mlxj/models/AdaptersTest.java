package dev.mlxj.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.mlxj.array.Array;
import dev.mlxj.golden.TensorComparison;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.nn.lora.LoRALayers;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Outputs and weights are those of mlx-lm and PEFT, computed in F32 ({@code testdata/adapters}).
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AdaptersTest {
    private static final Path ADAPTERS = Path.of("..", "testdata", "adapters");
    private static final Path MODELS = Path.of("..", "testdata", "models");

    @ParameterizedTest
    @CsvSource({
        "llama, llama_lora_mlx",
        "llama_q4, llama_q4_lora_mlx",
        "qwen3, qwen3_lora_mlx",
        "qwen2, qwen2_dora_mlx",
        "llama, llama_lora_peft",
        "qwen3, qwen3_lora_peft",
        "gpt2, gpt2_lora_peft"
    })
    void adapted_models_and_fused_weights_are_those_of_the_tool_that_trained_them(
            String base, String adapter) throws IOException {
        Path folder = ADAPTERS.resolve(adapter);
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve(base))) {
            Model model = load(checkpoint);
            Adapters.load(model, folder);
            requireOutputs(model, folder);
            LoRALayers.fuseDequantized(model);
            requireOutputs(model, folder);
            Map<String, Array> fused = model.parameters().flatten();
            read(folder.resolve("expected_fused.safetensors"))
                    .forEach(
                            (name, expected) ->
                                    TensorComparison.close(
                                            name,
                                            asLinear(base, expected).tensor(),
                                            requireNonNull(fused.get(name)).tensor(),
                                            1e-5,
                                            1e-6));
        }
    }

    /** GPT-2 stores weights as [in, out]; a fused layer is a linear one, [out, in]. */
    private static Array asLinear(String base, Array weight) {
        return base.equals("gpt2") ? weight.T() : weight;
    }

    private static void requireOutputs(Model model, Path folder) throws IOException {
        Map<String, Array> outputs = model.forward(read(folder.resolve("input.safetensors")));
        Array expected = requireNonNull(read(folder.resolve("expected.safetensors")).get("logits"));
        Array logits = requireNonNull(outputs.get("logits"));
        Closeness.require(folder + " logits", logits, expected, 2e-5, null);
    }

    @Test
    void an_adapter_of_another_model_is_refused_with_all_that_does_not_fit() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("qwen3"))) {
            Model model = load(checkpoint);
            assertThatThrownBy(() -> Adapters.load(model, ADAPTERS.resolve("llama_lora_mlx")))
                    .isInstanceOf(MalformedCheckpointException.class)
                    .hasMessageContaining("adapters.safetensors")
                    .hasMessageContaining(
                            "'model.layers.0.self_attn.q_proj.lora_b' is [4, 64], expected [4,"
                                    + " 128]")
                    .hasMessageContaining("'model.layers.1.self_attn.v_proj.lora_b' is [4, 32]");
        }
    }

    @Test
    void a_config_without_a_scale_is_refused(@TempDir Path folder) throws IOException {
        Files.copy(
                ADAPTERS.resolve("llama_lora_mlx/adapters.safetensors"),
                folder.resolve("adapters.safetensors"));
        Files.writeString(
                folder.resolve("adapter_config.json"),
                """
                {"fine_tune_type": "lora", "num_layers": 2, "lora_parameters": {"rank": 4, "alpha": 8}}\
                """);
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("llama"))) {
            Model model = load(checkpoint);
            assertThatThrownBy(() -> Adapters.load(model, folder))
                    .isInstanceOf(MalformedCheckpointException.class)
                    .hasMessageContaining("lora_parameters.scale is absent, expected a number");
        }
    }

    private static Model load(Checkpoint checkpoint) throws IOException {
        LoadedModel loaded = Architectures.load(checkpoint).orElseThrow();
        assertThat(loaded.fit().findings()).isEmpty();
        loaded.model().setDtype(DType.F32);
        return loaded.model();
    }

    private static Map<String, Array> read(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, Array> arrays = dev.mlxj.weights.Weights.arrays(checkpoint);
            Array.eval(arrays.values());
            return arrays;
        }
    }
}
