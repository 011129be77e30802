package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VerifyCommandTest {
    private static final Path LOOK = Documents.TESTDATA.resolve("look");

    @TempDir private Path folder;

    @Test
    void a_model_is_loaded_run_and_finite() {
        assertThat(Run.mlxj("verify", Models.BERT))
                .isEqualTo(
                        new Run(
                                0,
                                """
                                architecture bert
                                output             max abs  relative rms  kl  top-1
                                hidden_states.0                                      finite
                                hidden_states.1                                      finite
                                hidden_states.2                                      finite
                                last_hidden_state                                    finite
                                pooler_output                                        finite
                                PASSED
                                """,
                                ""));
    }

    @ParameterizedTest
    @CsvSource({"bert, ''", "bert, _masked", "bert_mlm, ''", "bert_mlm, _masked"})
    void outputs_are_those_expected(String name, String kind) throws IOException {
        Path model = Documents.TESTDATA.resolve("models").resolve(name);

        Run run =
                Run.mlxj(
                        "verify",
                        model,
                        "--input",
                        model.resolve("input" + kind + ".safetensors"),
                        "--expect",
                        model.resolve("expected" + kind + ".safetensors"),
                        "--json");

        JsonNode report = Documents.printedBy(run);
        assertThat(run.code()).isZero();
        assertThat(report.path("schema").asText()).isEqualTo("mlxj.verify/1");
        assertThat(report.path("passed").asBoolean()).isTrue();
        assertThat(report.path("architecture").asText()).isEqualTo("bert");
        assertThat(report.path("findings")).isEmpty();
        JsonNode last =
                report.path("outputs").path(name.equals("bert") ? "last_hidden_state" : "logits");
        assertThat(last.path("relative_rms").asDouble(1)).isLessThan(3e-6);
        assertThat(last.path("top1").asDouble(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"--rtol, -1.0", "--atol, NaN", "--max-kl, -0.5", "--min-top1, NaN"})
    void a_bound_is_not_negative(String option, String bound) {
        assertThat(Run.mlxj("verify", Models.BERT, option + "=" + bound))
                .isEqualTo(
                        new Run(2, "", "error: " + option + ": " + bound + " is not 0 or more\n"));
    }

    @Test
    void a_token_that_the_vocabulary_lacks_is_wrong_usage() throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens.txt"), "5 128\n");

        assertThat(Run.mlxj("verify", Models.BERT, "--tokens", tokens))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: inputs: 'input_ids' has the id 128, the model takes 0 to"
                                        + " 127\n"));
    }

    /** The epsilon of a norm changes outputs by less than any other value of the config. */
    @Test
    void a_wrong_epsilon_shows_in_the_outputs() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Models.editConfig(model, text -> text.replace("1e-12", "1e-5"));

        Run run =
                Run.mlxj(
                        "verify",
                        model,
                        "--input",
                        Models.BERT.resolve("input.safetensors"),
                        "--expect",
                        Models.BERT.resolve("expected.safetensors"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines().reduce((first, last) -> last).orElse(""))
                .startsWith("FAILED: output 'hidden_states.0': ")
                .endsWith("(and 4 more)");
    }

    @Test
    void a_file_without_expected_outputs_proves_nothing() throws IOException {
        Path nothing = folder.resolve("nothing.safetensors");
        Files.write(nothing, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});

        assertThat(Run.mlxj("verify", Models.BERT, "--expect", nothing))
                .isEqualTo(
                        new Run(2, "", "error: there are no expected outputs to compare with\n"));
    }

    @Test
    void an_output_that_the_model_does_not_give_is_wrong_usage() {
        Run run =
                Run.mlxj(
                        "verify",
                        Models.BERT,
                        "--expect",
                        Models.BERT_MLM.resolve("expected.safetensors"),
                        "--input",
                        Models.BERT.resolve("input.safetensors"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "error: expected output 'logits' is none that the model gives:"
                                + " hidden_states.0, hidden_states.1, hidden_states.2,"
                                + " last_hidden_state, pooler_output\n");
    }

    @Test
    void one_weight_that_is_nan_fails_whether_or_not_the_sample_meets_it() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Models.setFirst(
                model.resolve("model.safetensors"),
                "embeddings.token_type_embeddings.weight",
                Float.NaN);

        Run run = Run.mlxj("verify", model, Models.BERT);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "- not finite: 'embeddings.token_type_embeddings.weight' has 1 NaN and 0"
                                + " Inf")
                .contains("FAILED: ");
    }

    @Test
    void tensors_that_do_not_fit_are_all_named() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Models.editHeader(
                model.resolve("model.safetensors"),
                header -> header.replace("pooler.dense.bias", "pooler.dense.bias2"));

        assertThat(Run.mlxj("verify", model))
                .isEqualTo(
                        new Run(
                                1,
                                """
                                architecture bert
                                - missing: 'pooler.dense.bias' (nearest: 'pooler.dense.bias2')
                                - extra: 'pooler.dense.bias2' (nearest: 'pooler.dense.bias')
                                FAILED: missing: 'pooler.dense.bias' (nearest: 'pooler.dense.bias2') (and 1 more)
                                """,
                                ""));
    }

    @Test
    void token_ids_come_as_text_of_uneven_lines() throws IOException {
        Path ids = Files.writeString(folder.resolve("ids.txt"), "1 2 3\n\n4 5 6 7 8\n");

        Run run = Run.mlxj("verify", Models.BERT_MLM, "--tokens", ids, "--json");

        assertThat(run.code()).isZero();
        assertThat(Documents.printedBy(run).at("/outputs/logits/passed").asBoolean()).isTrue();
        Files.writeString(ids, "1 two 3");
        assertThat(Run.mlxj("verify", Models.BERT_MLM, "--tokens", ids))
                .isEqualTo(
                        new Run(3, "", "error: " + ids + ": sequence 1: 'two' is no token id\n"));
    }

    @Test
    void a_model_of_unknown_architecture_is_compared_tensor_by_tensor_and_says_so() {
        Path a = LOOK.resolve("a.safetensors");

        assertThat(Run.mlxj("verify", LOOK.resolve("b.safetensors"), a).out().lines())
                .contains(
                        "tensor level only, nothing was computed: there is no config.json that"
                                + " names an architecture",
                        "- extra: 'only.b'",
                        "- missing: 'only.a'",
                        "- misshapen: 'shapes' is [3, 2], in the reference [2, 3]",
                        "- differs: 'one.value': 1 of 2400 values by more than rounding explains"
                                + " as both are F32, max abs 0.25",
                        "- not finite: 'both.nan' has 1 NaN and 0 Inf")
                .noneMatch(line -> line.contains("'cast'"))
                .noneMatch(line -> line.contains("'zeros'"));
        assertThat(Run.mlxj("verify", a, a, "--require-forward"))
                .isEqualTo(
                        new Run(
                                3,
                                "",
                                "error: "
                                        + a
                                        + ": nothing can be computed: there is no config.json that"
                                        + " names an architecture\n"));
    }

    @Test
    void an_architecture_that_is_not_known_is_named() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        Models.editConfig(
                model, text -> text.replace("\"model_type\": \"bert\"", "\"model_type\": \"gru\""));

        assertThat(Run.mlxj("verify", model).out())
                .startsWith(
                        "tensor level only, nothing was computed: the architecture 'gru' is not"
                                + " known here\n")
                .endsWith("PASSED\n");
    }

    @Test
    void half_precision_may_be_computed_in_itself() {
        Run run =
                Run.mlxj(
                        "verify",
                        Models.BERT_MLM,
                        "--compute",
                        "stored",
                        "--input",
                        Models.BERT_MLM.resolve("input.safetensors"),
                        "--expect",
                        Models.BERT_MLM.resolve("expected.safetensors"));

        assertThat(run.out()).endsWith("PASSED\n");
    }

    @Test
    void a_cast_model_agrees_with_its_source_and_a_changed_one_does_not() throws IOException {
        Path half = folder.resolve("half");
        assertThat(Run.mlxj("cast", "--dtype", "bf16", Models.BERT, "-o", half).code()).isZero();
        Run agrees = Run.mlxj("verify", half, Models.BERT, "--json");
        Path changed = Models.copy(Models.BERT, folder);
        Models.setFirst(
                changed.resolve("model.safetensors"),
                "encoder.layer.1.output.LayerNorm.weight",
                10);
        Run differs = Run.mlxj("verify", changed, Models.BERT, "--json");

        assertThat(agrees.code()).isZero();
        assertThat(Documents.printedBy(agrees).at("/outputs/pooler_output/passed").asBoolean())
                .isTrue();
        assertThat(differs.code()).isEqualTo(1);
        assertThat(Documents.printedBy(differs).at("/outputs/hidden_states.1/passed").asBoolean())
                .isTrue();
        assertThat(
                        Documents.printedBy(differs)
                                .at("/outputs/hidden_states.2/passed")
                                .asBoolean(true))
                .isFalse();
    }

    @Test
    void what_is_frozen_is_proven_to_be_the_same() throws IOException {
        Path base = Models.copy(Models.BERT, folder.resolve("base"));
        assertThat(Run.mlxj("freeze", base, "--match", "pooler.**", "-i").code()).isZero();
        Path tuned = Models.copy(Models.BERT, folder.resolve("tuned"));
        Path weights = tuned.resolve("model.safetensors");
        Models.setFirst(weights, "embeddings.LayerNorm.bias", 3);
        Run kept = Run.mlxj("verify", tuned, base, "--frozen");
        Models.setFirst(weights, "pooler.dense.weight", 3);
        Run moved = Run.mlxj("verify", tuned, base, "--frozen");

        assertThat(kept)
                .isEqualTo(new Run(0, "2 frozen tensors of the reference compared\nPASSED\n", ""));
        assertThat(moved)
                .isEqualTo(
                        new Run(
                                1,
                                """
                                2 frozen tensors of the reference compared
                                - 'pooler.dense.weight' is frozen, and moved
                                FAILED: 'pooler.dense.weight' is frozen, and moved
                                """,
                                ""));
    }

    @Test
    void a_partial_update_is_proven_tensor_by_tensor() throws IOException {
        Path model = Models.copy(Models.BERT, folder.resolve("model"));
        Path weights = model.resolve("model.safetensors");
        Models.setFirst(weights, "pooler.dense.bias", 3);
        Path patch = folder.resolve("patch.safetensors");
        assertThat(Run.mlxj("verify", model, Models.BERT, "--update", model).out())
                .endsWith("PASSED\n");
        Models.editHeader(
                Files.copy(Models.BERT.resolve("model.safetensors"), patch),
                header -> header.replace("pooler.dense.bias", "pooler.dense.bies"));

        assertThat(Run.mlxj("verify", model, Models.BERT, "--update", patch))
                .isEqualTo(
                        new Run(
                                1,
                                """
                                40 tensors of the patch compared
                                - 'pooler.dense.bias' differs from the model before
                                - 'pooler.dense.bies' is in the patch, and not in the model before
                                FAILED: 'pooler.dense.bias' differs from the model before (and 1 more)
                                """,
                                ""));
    }

    @Test
    void exactly_what_trains_receives_a_gradient() throws IOException {
        Path model = Models.copy(Models.BERT, folder);
        assertThat(Run.mlxj("freeze", model, "--match", "embeddings.**", "-i").code()).isZero();

        Run run = Run.mlxj("verify", model, "--gradients");

        assertThat(run.out())
                .contains("\ngradients of 34 trainable parameters; 5 frozen ones have none\n")
                .endsWith("\nPASSED\n");
    }

    /** transformers computes a pooled state for this class and makes no output of it. */
    @Test
    void a_parameter_that_changes_no_output_is_named() {
        Path model = Documents.TESTDATA.resolve("models/clip_classes");

        assertThat(Run.mlxj("verify", model).code()).isZero();
        assertThat(Run.mlxj("verify", model, "--gradients"))
                .extracting(Run::code, Run::err)
                .containsExactly(1, "");
        assertThat(Run.mlxj("verify", model, "--gradients").out())
                .contains("- no gradient: 'vision_model.post_layernorm.bias' changes no output\n")
                .endsWith(
                        "FAILED: no gradient: 'vision_model.post_layernorm.weight' changes no"
                                + " output (and 1 more)\n");
    }

    @ParameterizedTest
    @CsvSource({"llama", "mamba"})
    void perplexity_is_that_of_transformers(String name) throws IOException {
        Path model = Documents.TESTDATA.resolve("models").resolve(name);
        JsonNode expected =
                Documents.read("models/" + name + "/expected.json").path("perplexity_24");

        Run run =
                Run.mlxj("verify", model, "--json", "--perplexity", model.resolve("tokens_24.txt"));

        JsonNode report = Documents.printedBy(run);
        assertThat(run.code()).isZero();
        for (String field : new String[] {"perplexity", "mean_nll"}) {
            double wanted = expected.path(field).asDouble();
            assertThat(report.path(field).asDouble()).isCloseTo(wanted, withPercentage(1e-3));
        }
        assertThat(report.path("reference_perplexity").isNull()).isTrue();
    }

    /** Two texts of uneven length have the mean over the predictions of both. */
    @Test
    void perplexity_of_texts_is_over_all_their_predictions() throws IOException {
        Path model = Documents.TESTDATA.resolve("models/llama");
        Path both = Files.writeString(folder.resolve("both.txt"), "1 2 3 4 5\n9 8 7\n");
        Path first = Files.writeString(folder.resolve("first.txt"), "1 2 3 4 5");
        Path second = Files.writeString(folder.resolve("second.txt"), "9 8 7");

        double mean = (4 * meanNll(model, first) + 2 * meanNll(model, second)) / 6;

        assertThat(meanNll(model, both)).isCloseTo(mean, withPercentage(1e-5));
    }

    private static double meanNll(Path model, Path tokens) throws IOException {
        Run run = Run.mlxj("verify", model, "--json", "--perplexity", tokens);
        return Documents.printedBy(run).path("mean_nll").asDouble();
    }

    @Test
    void an_encoder_has_no_perplexity() throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens.txt"), "1 2 3");

        assertThat(Run.mlxj("verify", Models.BERT_MLM, "--perplexity", tokens))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: perplexity: the model gives no scores of the next"
                                        + " token\n"));
    }

    @Test
    void beside_a_reference_both_perplexities_are_told() throws IOException {
        Path llama = Documents.TESTDATA.resolve("models/llama");
        Path half = folder.resolve("half");
        assertThat(Run.mlxj("cast", "--dtype", "f16", llama, "-o", half).code()).isZero();

        JsonNode report = Documents.printedBy(Run.mlxj("verify", half, llama, "--json"));

        double own = report.path("perplexity").asDouble();
        assertThat(own).isNotEqualTo(report.path("reference_perplexity").asDouble());
        assertThat(own)
                .isCloseTo(report.path("reference_perplexity").asDouble(), withPercentage(1));
        assertThat(Math.log(own))
                .isCloseTo(report.path("mean_nll").asDouble(), withPercentage(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"llama_q4, llama", "llama_mxfp4, llama", "qwen2_q4, qwen2"})
    void packed_weights_agree_with_their_source_within_what_their_bits_explain(
            String packed, String source) {
        Path models = Documents.TESTDATA.resolve("models");

        assertThat(Run.mlxj("verify", models.resolve(packed), models.resolve(source)).out())
                .endsWith("\nPASSED\n");
    }

    @Test
    void the_layer_where_models_diverge_is_named() throws IOException {
        Path changed = Models.copy(Models.BERT, folder);
        Models.setFirst(
                changed.resolve("model.safetensors"), "encoder.layer.1.output.dense.bias", 10);

        Run text = Run.mlxj("verify", changed, Models.BERT, "--layers");
        JsonNode layers =
                Documents.printedBy(Run.mlxj("verify", changed, Models.BERT, "--layers", "--json"))
                        .path("layers");

        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out().lines())
                .anyMatch(
                        line ->
                                line.startsWith("diverges at hidden_states.2: relative RMS ")
                                        && line.endsWith(", before it 0.00"));
        assertThat(layers).hasSize(3);
        assertThat(layers.path(2).path("name").asText()).isEqualTo("hidden_states.2");
        assertThat(layers.path(1).path("max_abs").asDouble(1)).isZero();
        assertThat(layers.path(2).path("max_abs").asDouble()).isGreaterThan(1);
        assertThat(layers.path(2).path("passed").asBoolean(true)).isFalse();
    }

    /** The length of the decoder's input is the encoder's here, but the mask is not its. */
    @Test
    void a_mask_of_the_encoder_does_not_hide_what_the_decoder_gives() throws IOException {
        Path model = Documents.TESTDATA.resolve("models/t5_classes");
        Path changed = Models.copy(model, folder);
        Models.setFirst(
                changed.resolve("model.safetensors"),
                "transformer.decoder.final_layer_norm.weight",
                9);
        Path masked = model.resolve("input_masked.safetensors");

        JsonNode report =
                Documents.printedBy(
                        Run.mlxj("verify", changed, model, "--input", masked, "--json"));

        assertThat(report.at("/outputs/decoder_hidden_states.2/passed").asBoolean(true)).isFalse();
        assertThat(report.at("/outputs/encoder_last_hidden_state/passed").asBoolean()).isTrue();
    }

    @Test
    void what_needs_a_computation_does_not_go_with_a_proof_of_bits() {
        assertThat(Run.mlxj("verify", Models.BERT, Models.BERT, "--frozen", "--gradients"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: --frozen and --update compare bits; nothing is computed"
                                        + " with them\n"));
    }

    @Test
    void a_missing_tensor_is_named_as_its_neighbours_are() throws IOException {
        Path model = Models.copy(Models.BERT_MLM, folder);
        String name = "bert.encoder.layer.1.output.dense.bias";
        Models.editHeader(
                model.resolve("model.safetensors"),
                header -> header.replace(name, "bert.encoder.layer.9.output.dense.bios"));

        assertThat(Run.mlxj("verify", model).out()).contains("- missing: '" + name + "'");
    }
}
