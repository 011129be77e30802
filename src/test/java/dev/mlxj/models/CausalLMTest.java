package dev.mlxj.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.mlxj.array.Array;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Outputs are those of transformers, computed in F32 ({@code testdata/models}). */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CausalLMTest {
    private static final Path MODELS = Path.of("..", "testdata", "models");

    /** Another folder that {@code scripts/make-models} filled, or those. */
    private static final Path COMPARED =
            Path.of(System.getProperty("mlxj.models", MODELS.toString()));

    /** Every folder that holds a causal language model; adapters have no config of a model. */
    static List<String> models() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(
                        COMPARED, folder -> Files.exists(folder.resolve("config.json")))) {
            for (Path folder : folders) {
                try (Checkpoint checkpoint = Checkpoint.open(folder)) {
                    Optional<LoadedModel> loaded = Architectures.load(checkpoint);
                    if (loaded.isPresent() && loaded.get().model() instanceof CausalLM) {
                        names.add(folder.getFileName().toString());
                    }
                }
            }
        }
        names.sort(null);
        return names;
    }

    @ParameterizedTest
    @MethodSource("models")
    void outputs_are_those_of_transformers(String name) throws IOException {
        Path directory = COMPARED.resolve(name);
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            Model model = load(checkpoint);
            for (String padding : new String[] {"", "_masked"}) {
                Path expected = directory.resolve("expected" + padding + ".safetensors");
                if (Files.exists(expected)) {
                    require(model, directory.resolve("input" + padding + ".safetensors"), expected);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "llama; \"silu\"; \"sulu\"; hidden_act is 'sulu', expected one of gelu, gelu_10,"
                    + " gelu_accurate, gelu_fast, gelu_new, gelu_python, gelu_python_tanh,"
                    + " gelu_pytorch_tanh, hardswish, laplace, leaky_relu, linear, mish,"
                    + " quick_gelu, relu, relu2, relu6, sigmoid, silu, sqrtsoftplus, swish, tanh",
                "llama; \"rope_scaling\": null; \"rope_scaling\": {\"type\": \"spiral\"};"
                        + " rope_scaling.type is 'spiral', expected one of default, dynamic,"
                        + " linear, llama3, longrope, yarn",
                "llama; \"rope_scaling\": null; \"rope_parameters\": {\"rope_type\": \"linear\"};"
                        + " rope_parameters.factor is absent, expected a number",
                "llama; \"rope_scaling\": null; \"partial_rotary_factor\": 0.5;"
                        + " partial_rotary_factor is 0.5, expected 1: this architecture turns all"
                        + " features of a head",
                "llama; \"rope_scaling\": null; \"rope_parameters\": {\"full_attention\": {}};"
                        + " rope_parameters.full_attention is {}, expected absent: these layers are"
                        + " all alike",
                "llama; \"num_key_value_heads\": 2; \"num_key_value_heads\": 3;"
                        + " num_key_value_heads is 3, expected a divisor of num_attention_heads 4",
                "llama; LlamaForCausalLM; LlamaForChess; architectures is [LlamaForChess],"
                        + " expected one of LlamaForCausalLM, LlamaModel,"
                        + " LlamaForSequenceClassification, LlamaForTokenClassification",
                "llama; \"rope_scaling\": null; \"quantization_config\": {\"quant_method\":"
                    + " \"gptq\"}; quantization_config.quant_method is 'gptq', expected none: only"
                    + " MLX's quantisation is known here",
                "llama; \"rope_scaling\": null; \"quantization\": {\"bits\": 7};"
                        + " quantization.bits is 7, expected one that exists: [quantize] The"
                        + " requested number of bits 7 is not supported. The supported bits are"
                        + " 2, 3, 4, 5, 6 and 8.",
                "qwen2; \"full_attention\"; \"half_attention\"; layer_types is"
                        + " [half_attention, full_attention], expected full_attention and"
                        + " sliding_attention",
                "qwen2; \"full_attention\"; \"sliding_attention\"; sliding_window is absent,"
                        + " expected a positive integer",
                "gemma; \"use_bidirectional_attention\": null; \"use_bidirectional_attention\":"
                    + " true; use_bidirectional_attention is true, expected false: only decoders"
                    + " are known here",
                "phi3; \"rope_scaling\": null; \"rope_scaling\": {\"type\": \"longrope\","
                        + " \"short_factor\": [1], \"long_factor\": [1]};"
                        + " rope_scaling.short_factor is [1], expected a list of 6 numbers",
                "mixtral; \"num_experts_per_tok\": 2; \"num_experts_per_tok\": 5;"
                        + " num_experts_per_tok is 5, expected at most 4, the number of experts",
                "deepseek_v3; \"sigmoid\"; \"softmax\"; scoring_func is 'softmax', expected one of"
                        + " sigmoid"
            })
    void a_config_value_that_is_not_understood_is_named(
            String model, String before, String after, String problem, @TempDir Path folder)
            throws IOException {
        String text = Files.readString(MODELS.resolve(model).resolve("config.json"));
        assertThat(text).contains(before);
        Path changed =
                Files.writeString(
                        folder.resolve("config.json"),
                        text.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after)));
        ModelConfig config = ModelConfig.read(changed);

        assertThatThrownBy(() -> Architectures.load(new LinkedHashMap<>(), config))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessage(changed + ": " + problem);
    }

    @Test
    void tables_of_older_versions_are_no_parameters() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("llama"))) {
            SequencedMap<String, Array> stored = new LinkedHashMap<>();
            for (String name : checkpoint.entries().keySet()) {
                stored.put(name, Array.of(checkpoint.source(name)));
            }
            stored.put("model.layers.0.self_attn.rotary_emb.inv_freq", Array.zeros(8));

            LoadedModel loaded =
                    Architectures.load(stored, Architectures.config(checkpoint).orElseThrow())
                            .orElseThrow();

            assertThat(loaded.fit().findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"mixtral, w1, w3, w2", "qwen3_moe, gate_proj, up_proj, down_proj"})
    void experts_may_be_stored_in_stacks_as_mlx_lm_does(
            String name, String gate, String up, String down) throws IOException {
        Path directory = MODELS.resolve(name);
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            SequencedMap<String, Array> stored = new LinkedHashMap<>();
            Map<String, List<Array>> stacks = new TreeMap<>();
            for (String path : naturally(checkpoint.entries().keySet())) {
                Array array = Array.of(checkpoint.source(path));
                String stack =
                        path.replaceFirst("experts\\.\\d+\\." + gate, "switch_mlp.gate_proj")
                                .replaceFirst("experts\\.\\d+\\." + up, "switch_mlp.up_proj")
                                .replaceFirst("experts\\.\\d+\\." + down, "switch_mlp.down_proj");
                if (stack.equals(path)) {
                    stored.put(path, array);
                } else {
                    stacks.computeIfAbsent(stack, absent -> new ArrayList<>()).add(array);
                }
            }
            stacks.forEach((path, arrays) -> stored.put(path, Array.stack(arrays, 0)));
            ModelConfig config = Architectures.config(checkpoint).orElseThrow();

            LoadedModel loaded = Architectures.load(stored, config).orElseThrow();

            assertThat(loaded.fit().findings()).isEmpty();
            loaded.model().setDtype(DType.F32);
            require(
                    loaded.model(),
                    directory.resolve("input.safetensors"),
                    directory.resolve("expected.safetensors"));
        }
    }

    /** In an order in which expert 2 goes before expert 10. */
    private static List<String> naturally(Set<String> names) {
        return names.stream()
                .sorted(Comparator.comparingInt(String::length).thenComparing(name -> name))
                .toList();
    }

    @Test
    void a_head_that_is_stored_beside_the_embedding_it_is_tied_to_is_that_embedding()
            throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("granite"))) {
            SequencedMap<String, Array> stored = new LinkedHashMap<>();
            for (String name : checkpoint.entries().keySet()) {
                stored.put(name, Array.of(checkpoint.source(name)));
            }
            stored.put("lm_head.weight", Array.of(checkpoint.source("model.embed_tokens.weight")));

            LoadedModel loaded =
                    Architectures.load(stored, Architectures.config(checkpoint).orElseThrow())
                            .orElseThrow();

            assertThat(loaded.fit().findings()).isEmpty();
            assertThat(loaded.ties())
                    .containsExactly(Map.entry("lm_head.weight", "model.embed_tokens.weight"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "granite, model.embed_tokens.weight, lm_head.weight",
        "gpt2, transformer.wte.weight, lm_head.weight"
    })
    void a_head_that_is_unlike_the_embedding_it_is_tied_to_is_a_head_of_its_own(
            String name, String embedding, String head) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve(name))) {
            SequencedMap<String, Array> stored = new LinkedHashMap<>();
            for (String path : checkpoint.entries().keySet()) {
                stored.put(path, Array.of(checkpoint.source(path)));
            }
            ModelConfig config = Architectures.config(checkpoint).orElseThrow();
            Array tied = logits(stored, config);
            stored.put(head, Array.of(checkpoint.source(embedding)).multiply(2));

            LoadedModel loaded = Architectures.load(stored, config).orElseThrow();

            assertThat(loaded.fit().findings()).isEmpty();
            assertThat(loaded.ties()).containsExactly(Map.entry(head, embedding));
            assertThat(loaded.shared()).isEmpty();
            assertThat(logits(stored, config).arrayEqual(tied.multiply(2), false).itemBoolean())
                    .isTrue();
        }
    }

    private static Array logits(SequencedMap<String, Array> stored, ModelConfig config)
            throws IOException {
        Model model = Architectures.load(stored, config).orElseThrow().model();
        model.setDtype(DType.F32);
        return requireNonNull(model.forward(model.sampleInputs()).get("logits"));
    }

    @Test
    void ids_beyond_the_vocabulary_or_the_learned_positions_are_refused() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("gpt2_hub"))) {
            Model model = load(checkpoint);
            Array ids = Array.zeros(DType.I64, 1, 33);

            assertThatThrownBy(() -> model.forward(Map.of("input_ids", ids)))
                    .hasMessage("inputs: 'input_ids' has 33 tokens in a row, the model takes 32");
            assertThatThrownBy(() -> model.forward(Map.of("input_ids", ids.slice(1, 0, 2).add(96))))
                    .hasMessage("inputs: 'input_ids' has the id 96, the model takes 0 to 95");
        }
    }

    @Test
    void a_row_of_padding_alone_gives_finite_numbers() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("llama"))) {
            Model model = load(checkpoint);
            Array ids = Array.zeros(DType.I64, 2, 5);

            Array logits =
                    requireNonNull(
                            model.forward(Map.of("input_ids", ids, "attention_mask", ids))
                                    .get("logits"));

            assertThat(logits.isfinite().all().itemBoolean()).isTrue();
        }
    }

    private static void require(Model model, Path input, Path expected) throws IOException {
        Map<String, Array> inputs = read(input);
        Map<String, Array> outputs = model.forward(inputs);
        read(expected)
                .forEach(
                        (output, array) ->
                                Closeness.require(
                                        expected + " " + output,
                                        requireNonNull(outputs.get(output)),
                                        array,
                                        2e-5,
                                        array.ndim() == 3 ? inputs.get("attention_mask") : null));
    }

    private static Model load(Checkpoint checkpoint) throws IOException {
        LoadedModel loaded = Architectures.load(checkpoint).orElseThrow();
        assertThat(loaded.fit().findings()).isEmpty();
        loaded.model().setDtype(DType.F32);
        return loaded.model();
    }

    static SequencedMap<String, Array> read(Path file) throws IOException {
        SequencedMap<String, Array> arrays = new LinkedHashMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (String name : checkpoint.entries().keySet()) {
                Array array = Array.of(checkpoint.source(name));
                Array.eval(array);
                arrays.put(name, array);
            }
        }
        return arrays;
    }
}
