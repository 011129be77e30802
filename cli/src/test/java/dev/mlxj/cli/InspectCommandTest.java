package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Numbers are those of NumPy, digests those of hashlib: {@code scripts/make-look-data}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class InspectCommandTest {
    @TempDir private Path folder;

    private static final String BERT = "../testdata/models/bert";
    private static final Path KINDS = Documents.TESTDATA.resolve("look/kinds.safetensors");

    @Test
    void a_tree_stops_at_the_depth_and_sums_up_what_is_below() {
        assertThat(Run.mlxj("inspect", BERT, "--depth", 2))
                .isEqualTo(
                        new Run(
                                0,
                                """
                                ../testdata/models/bert  safetensors
                                  format = pt

                                name                      dtype  shape       parameters      size
                                embeddings                                        8,296   33.3 KB
                                ├─ LayerNorm                     2 tensors           96     384 B  trainable
                                ├─ position_embeddings           1 tensor         1,920    7.7 KB  trainable
                                ├─ position_ids           I64    [1, 40]             40     320 B
                                ├─ token_type_embeddings         1 tensor            96     384 B  trainable
                                └─ word_embeddings               1 tensor         6,144   24.6 KB  trainable
                                encoder.layer                    32 tensors      37,920  151.7 KB  trainable
                                pooler.dense                     2 tensors        2,352    9.4 KB  trainable

                                dtype  tensors  parameters      size  trainable
                                F32         39      48,528  194.1 KB     48,528
                                I64          1          40     320 B          0
                                total       40      48,568  194.4 KB     48,528
                                """,
                                ""));
    }

    @Test
    void a_flat_list_has_whole_paths_and_may_be_sorted_by_size() {
        Run run = Run.mlxj("inspect", BERT + "/model.safetensors", "--flat", "--sort", "size");

        assertThat(
                        run.out()
                                .lines()
                                .skip(4)
                                .map(line -> line.substring(0, line.indexOf(' ')))
                                .limit(4))
                .containsExactly(
                        "embeddings.word_embeddings.weight",
                        "encoder.layer.0.intermediate.dense.weight",
                        "encoder.layer.0.output.dense.weight",
                        "encoder.layer.1.intermediate.dense.weight");
    }

    @Test
    void only_floats_are_trainable() {
        Run all = Run.mlxj("inspect", BERT, "--names-only");
        Run trainable = Run.mlxj("inspect", BERT, "--names-only", "--trainable");

        assertThat(all.out().lines()).hasSize(40);
        assertThat(trainable.out().lines())
                .containsExactlyElementsOf(
                        all.out()
                                .lines()
                                .filter(name -> !name.equals("embeddings.position_ids"))
                                .toList());
        assertThat(Run.mlxj("inspect", BERT, "--names-only", "--frozen"))
                .isEqualTo(new Run(0, "", ""));
    }

    @Test
    void parameters_may_be_chosen() {
        assertThat(Run.mlxj("inspect", BERT, "--names-only", "--modules", "pooler"))
                .isEqualTo(new Run(0, "pooler.dense.bias\npooler.dense.weight\n", ""));
        assertThat(Run.mlxj("inspect", BERT, "--names-only", "--keys", "bais", "--strict"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: --keys 'bais' chooses no parameter; nearest: 'bias'\n"));
    }

    @Test
    void a_choice_has_no_digest_of_the_whole_model() throws IOException {
        Run run = Run.mlxj("inspect", BERT, "--sha256", "--keys", "bias", "--json");

        assertThat(Documents.printedBy(run).has("sha256")).isFalse();
        assertThat(Documents.printedBy(run).at("/architecture").asText()).isEqualTo("bert");
    }

    @Test
    void a_name_with_a_newline_stays_on_its_line() {
        Run run = Run.mlxj("inspect", KINDS, "--names-only");

        assertThat(run.out().lines()).hasSize(28).contains("special.größe\\u202e\\n");
    }

    @Test
    void digests_are_those_of_the_bytes_and_the_model_has_one() throws IOException {
        JsonNode expected = Documents.read("look/kinds.json");

        JsonNode found = Documents.printedBy(Run.mlxj("inspect", KINDS, "--sha256", "--json"));

        assertThat(found.path("schema").asText()).isEqualTo("mlxj.inspect/1");
        assertThat(found.path("sha256")).isEqualTo(expected.path("sha256"));
        assertThat(found.path("tensors").size()).isEqualTo(expected.path("tensors").size());
        expected.path("tensors")
                .forEachEntry(
                        (name, tensor) -> {
                            JsonNode have = found.path("tensors").path(name);
                            for (String field : List.of("dtype", "shape", "bytes", "sha256")) {
                                assertThat(have.path(field))
                                        .as("%s of %s", field, name)
                                        .isEqualTo(tensor.path(field));
                            }
                        });
    }

    /** Sums of numbers of one size differ by rounding, which is relative to that size. */
    @Test
    void statistics_are_those_of_numpy_whatever_the_threads_and_the_memory() throws IOException {
        JsonNode expected = Documents.read("look/kinds.json");

        Run run = Run.mlxj("inspect", KINDS, "--stats", "--json");

        JsonNode found = Documents.printedBy(run);
        expected.path("tensors")
                .forEachEntry(
                        (name, tensor) -> {
                            JsonNode have = found.path("tensors").path(name).path("stats");
                            double scale = tensor.at("/stats/absmax").asDouble();
                            tensor.path("stats")
                                    .forEachEntry(
                                            (field, value) ->
                                                    Documents.requireNear(
                                                            have.path(field),
                                                            value,
                                                            4e-15 * scale,
                                                            field + " of " + name));
                        });
        assertThat(Run.mlxj("inspect", KINDS, "--stats", "--json", "-j", 3, "--memory", "16KiB"))
                .isEqualTo(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect - --stats", "get - w", "diff - -", "verify -"})
    void a_stream_has_no_tensors_to_read(String line) {
        assertThat(Run.mlxj((Object[]) line.split(" ")))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                """
                                error: -: this command reads tensors, and standard input gives the header only
                                hint: save the stream to a file first
                                """));
    }

    @Test
    void the_architecture_gives_each_module_its_type_and_tells_what_is_shared() {
        Run run = Run.mlxj("inspect", "--types", "--depth", "2", Models.BERT_MLM);

        assertThat(run.out().lines().map(line -> line.strip().replaceAll("\\s+", " ")))
                .contains(
                        "name dtype shape parameters size type",
                        "└─ encoder 32 tensors 17,088 34.2 KB trainable BertEncoder",
                        "type tensors parameters size",
                        "LayerNorm 12 384 768 B",
                        "shared: cls.predictions.decoder.weight is"
                                + " bert.embeddings.word_embeddings.weight");
    }

    @Test
    void modules_are_in_the_document_with_what_the_architecture_misses() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Models.editHeader(
                model.resolve("model.safetensors"),
                header -> header.replace("pooler.dense.bias", "pooler.dense.bias2"));

        JsonNode report = Documents.printedBy(Run.mlxj("inspect", "--types", "--json", model));

        JsonNode norm = report.path("modules").path("embeddings.LayerNorm");
        assertThat(norm.path("type").asText()).isEqualTo("LayerNorm");
        assertThat(norm.path("parameters").asLong()).isEqualTo(96);
        assertThat(report.path("findings").path(0).asText())
                .startsWith("missing: 'pooler.dense.bias'");
    }

    @Test
    void layers_are_chosen_by_their_type() throws IOException {
        Run norms =
                Run.mlxj("inspect", "--type", "LayerNorm", "--names-only", "--strict", Models.BERT);
        assertThat(norms.code()).isZero();
        assertThat(norms.out().lines()).hasSize(10).allMatch(name -> name.contains("LayerNorm."));

        Path model = Models.copy(Models.BERT, folder);
        assertThat(Run.mlxj("freeze", "-i", "--type", "LayerNorm,Embedding", model).err())
                .isEqualTo("13 of 40 parameters frozen\n");
        assertThat(Run.mlxj("inspect", "--type", "LayerNrom", model).err())
                .isEqualTo(
                        "warning: --type 'LayerNrom' chooses no parameter; nearest: 'LayerNorm'\n");
    }

    @Test
    void a_type_takes_an_architecture_that_is_known() {
        Path silero = Documents.TESTDATA.resolve("models/silero");

        assertThat(Run.mlxj("inspect", "--type", "Linear", silero))
                .extracting(Run::code, Run::err)
                .containsExactly(
                        2,
                        "error: --type 'Linear': there is no config.json that names a known"
                                + " architecture\n");

        assertThat(Run.mlxj("inspect", "--types", silero))
                .extracting(Run::code, Run::err)
                .containsExactly(
                        0,
                        "warning: --types: there is no config.json that names an architecture\n");
    }
}
