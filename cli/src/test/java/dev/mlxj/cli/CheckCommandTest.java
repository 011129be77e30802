package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CheckCommandTest {
    @TempDir private Path folder;

    @Test
    void a_stream_is_no_model_to_check() {
        assertThat(Run.mlxj("check", "-"))
                .isEqualTo(
                        new Run(
                                2,
                                "-: this command reads tensors, and standard input gives the header"
                                        + " only\n",
                                ""));
    }

    @Test
    void every_model_has_its_line_and_the_worst_decides() throws IOException {
        Path cut = folder.resolve("cut.safetensors");
        byte[] whole = Files.readAllBytes(Models.BERT.resolve("model.safetensors"));
        Files.write(cut, Arrays.copyOf(whole, whole.length - 8));
        Path missing = folder.resolve("missing.safetensors");

        assertThat(Run.mlxj("check", Models.BERT, cut, Models.BERT_MLM))
                .isEqualTo(
                        new Run(
                                3,
                                Models.BERT
                                        + ": ok\n"
                                        + cut
                                        + ": at byte 198504: the file ends here, its header lists"
                                        + " tensors up to byte 198512\n"
                                        + Models.BERT_MLM
                                        + ": ok\n",
                                ""));
        assertThat(Run.mlxj("check", missing, cut).code()).isEqualTo(4);
    }

    @Test
    void a_nan_is_found_when_values_are_looked_at() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Path weights = model.resolve("model.safetensors");
        Models.setFirst(weights, "pooler.dense.bias", Float.NaN);
        Models.setFirst(weights, "pooler.dense.weight", Float.NEGATIVE_INFINITY);

        assertThat(Run.mlxj("check", model)).isEqualTo(new Run(0, model + ": ok\n", ""));
        assertThat(Run.mlxj("check", "--finite", model))
                .isEqualTo(
                        new Run(
                                1,
                                model
                                        + ": 'pooler.dense.bias' has 1 NaN and 0 Inf;"
                                        + " 'pooler.dense.weight' has 0 NaN and 1 Inf\n",
                                ""));
    }

    @Test
    void shapes_must_be_those_of_the_config() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Models.editConfig(
                model, text -> text.replace("\"vocab_size\": 128", "\"vocab_size\": 129"));

        assertThat(Run.mlxj("check", model))
                .isEqualTo(
                        new Run(
                                3,
                                model
                                        + ": it does not fit config.json: misshapen:"
                                        + " 'embeddings.word_embeddings.weight' is [128, 48],"
                                        + " expected [129, 48]\n",
                                ""));
    }

    @Test
    void a_parameter_of_the_config_must_be_there_and_another_is_a_warning() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Models.editConfig(
                model,
                text -> text.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"));
        Run missing = Run.mlxj("check", model);
        Models.editConfig(
                model,
                text -> text.replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 1"));
        Run extra = Run.mlxj("check", model);

        assertThat(missing)
                .isEqualTo(
                        new Run(
                                3,
                                model
                                        + ": it does not fit config.json: missing:"
                                        + " 'encoder.layer.2.attention.output.LayerNorm.bias'"
                                        + " (and 15 more)\n",
                                ""));
        assertThat(extra.code()).isZero();
        assertThat(extra.out()).isEqualTo(model + ": ok\n");
        assertThat(extra.err().lines())
                .hasSize(16)
                .contains(
                        "warning: " + model + ": extra: 'encoder.layer.1.attention.self.key.bias'");
    }

    @Test
    void a_config_that_is_not_understood_is_a_warning() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Models.editConfig(model, text -> text.replace("\"gelu\"", "\"gulu\""));

        Run run = Run.mlxj("check", model);

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .startsWith("warning: " + model + "/config.json: hidden_act is 'gulu'")
                .endsWith("; tensors are not compared with it\n");
    }

    @Test
    void a_stray_weight_file_is_a_warning() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Files.copy(model.resolve("model.safetensors"), model.resolve("model-old.safetensors"));

        Run run = Run.mlxj("check", model, "--json");

        JsonNode verdict = Documents.printedBy(run).path("models").path(model.toString());
        assertThat(run.code()).isZero();
        assertThat(verdict.path("ok").asBoolean()).isTrue();
        assertThat(verdict.path("warnings").path(0).asText()).contains("model-old.safetensors");
        assertThat(run.err()).startsWith("warning: ").contains("model-old.safetensors");
    }
}
