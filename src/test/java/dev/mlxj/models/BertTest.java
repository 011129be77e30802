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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is BERT's own; its outputs are tested with those of all models in {@link TransformersTest}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BertTest {
    private static final Path MODELS = Path.of("..", "testdata", "models");

    @TempDir private Path folder;

    @Test
    void a_model_runs_on_its_own_sample() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("bert_mlm"))) {
            Model bert = load(checkpoint);

            Array logits = requireNonNull(bert.forward(bert.sampleInputs()).get("logits"));

            assertThat(logits.shape().toList()).containsExactly(2L, 16L, 112L);
        }
    }

    @Test
    void old_names_and_prefixes_become_those_of_the_model() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("bert_mlm"))) {
            SequencedMap<String, Array> stored = new LinkedHashMap<>();
            for (String name : checkpoint.entries().keySet()) {
                String old = name.replace("LayerNorm.weight", "LayerNorm.gamma");
                old = old.replace("LayerNorm.bias", "LayerNorm.beta");
                stored.put(old, Array.of(checkpoint.source(name)));
            }
            stored.put(
                    "cls.predictions.decoder.weight",
                    Array.of(checkpoint.source("bert.embeddings.word_embeddings.weight")));
            stored.put("bert.embeddings.position_ids", Array.zeros(DType.I64, 1, 40));

            LoadedModel loaded =
                    Architectures.load(stored, config("bert_mlm", "", "")).orElseThrow();

            assertThat(loaded.fit().findings()).isEmpty();
            assertThat(loaded.ties())
                    .containsExactly(
                            Map.entry(
                                    "cls.predictions.decoder.weight",
                                    "bert.embeddings.word_embeddings.weight"));
        }
    }

    @Test
    void what_does_not_fit_is_named_in_three_lists_with_the_nearest_candidates()
            throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("bert"))) {
            SequencedMap<String, Array> stored = new LinkedHashMap<>();
            for (String name : checkpoint.entries().keySet()) {
                stored.put(
                        name.replace("layer.1.output.dense.bias", "layer.1.output.dence.bias"),
                        name.equals("pooler.dense.bias")
                                ? Array.zeros(47)
                                : Array.of(checkpoint.source(name)));
            }

            LoadedModel loaded = Architectures.load(stored, config("bert", "", "")).orElseThrow();

            assertThat(loaded.fit().findings())
                    .containsExactly(
                            "missing: 'encoder.layer.1.output.dense.bias'"
                                    + " (nearest: 'encoder.layer.1.output.dence.bias')",
                            "extra: 'encoder.layer.1.output.dence.bias'"
                                    + " (nearest: 'encoder.layer.1.output.dense.bias')",
                            "misshapen: 'pooler.dense.bias' is [47], expected [48]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"gelu\"; \"gulu\"; hidden_act is 'gulu', expected one of gelu, gelu_10,"
                        + " gelu_accurate, gelu_fast, gelu_new, gelu_python, gelu_python_tanh,"
                        + " gelu_pytorch_tanh, hardswish, laplace, leaky_relu, linear, mish,"
                        + " quick_gelu, relu, relu2, relu6, sigmoid, silu, sqrtsoftplus, swish,"
                        + " tanh",
                "\"add_cross_attention\": false; \"add_cross_attention\": true;"
                        + " add_cross_attention is true, expected false",
                "\"num_attention_heads\": 4; \"num_attention_heads\": 5;"
                        + " num_attention_heads is 5, expected a divisor of hidden_size 48",
                "\"hidden_size\": 48; \"hidden_size\": 4.5;"
                        + " hidden_size is 4.5, expected a positive integer",
                "\"BertModel\"; \"BertForChess\"; architectures is [BertForChess], expected one of"
                        + " [BertForMaskedLM, BertForMultipleChoice, BertForNextSentencePrediction,"
                        + " BertForPreTraining, BertForQuestionAnswering,"
                        + " BertForSequenceClassification, BertForTokenClassification,"
                        + " BertLMHeadModel, BertModel]",
                "\"model_type\"; \"position_embedding_type\": \"relative_key\", \"model_type\";"
                        + " position_embedding_type is 'relative_key', expected 'absolute'"
            })
    void a_config_value_that_is_not_understood_is_named(String before, String after, String problem)
            throws IOException {
        ModelConfig config = config("bert", before, after);

        assertThatThrownBy(() -> Architectures.load(new LinkedHashMap<>(), config))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessage(folder.resolve("config.json") + ": " + problem);
    }

    @Test
    void inputs_are_checked_by_name_and_shape() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("bert"))) {
            Model bert = load(checkpoint);
            Array ids = Array.zeros(DType.I64, 1, 41);

            assertThatThrownBy(() -> bert.forward(Map.of()))
                    .hasMessage("inputs: 'input_ids' is missing");
            assertThatThrownBy(() -> bert.forward(Map.of("input_ids", ids)))
                    .hasMessage("inputs: 'input_ids' has 41 tokens in a row, the model takes 40");
            assertThatThrownBy(() -> bert.forward(Map.of("pixels", ids)))
                    .hasMessage(
                            "inputs: 'pixels' is none of"
                                    + " attention_mask, input_ids, position_ids, token_type_ids");
        }
    }

    @Test
    void ids_that_the_tables_do_not_have_are_named() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("bert"))) {
            Model bert = load(checkpoint);
            Array ids = Array.zeros(DType.I64, 1, 3);

            assertThatThrownBy(() -> bert.forward(Map.of("input_ids", ids.add(128))))
                    .hasMessage("inputs: 'input_ids' has the id 128, the model takes 0 to 127");
            assertThatThrownBy(() -> bert.forward(Map.of("input_ids", ids.subtract(1))))
                    .hasMessage("inputs: 'input_ids' has the id -1, the model takes 0 to 127");
            assertThatThrownBy(
                            () ->
                                    bert.forward(
                                            Map.of("input_ids", ids, "token_type_ids", ids.add(2))))
                    .hasMessage("inputs: 'token_type_ids' has the id 2, the model takes 0 to 1");
            assertThatThrownBy(
                            () -> bert.forward(Map.of("input_ids", Array.zeros(DType.I64, 1, 0))))
                    .hasMessage("inputs: 'input_ids' has shape [1, 0], expected one token or more");
        }
    }

    private ModelConfig config(String model, String before, String after) throws IOException {
        String text = Files.readString(MODELS.resolve(model).resolve("config.json"));
        Path changed = folder.resolve("config.json");
        return ModelConfig.read(Files.writeString(changed, text.replace(before, after)));
    }

    private static Model load(Checkpoint checkpoint) throws IOException {
        LoadedModel loaded = Architectures.load(checkpoint).orElseThrow();
        assertThat(loaded.architecture()).isEqualTo("bert");
        assertThat(loaded.fit().findings()).isEmpty();
        loaded.model().setDtype(DType.F32);
        return loaded.model();
    }
}
