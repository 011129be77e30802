package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two models that differ in every way there is; numbers are NumPy's: {@code
 * scripts/make-look-data}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DiffCommandTest {
    private static final Path LOOK = Documents.TESTDATA.resolve("look");
    private static final Path A = LOOK.resolve("a.safetensors");
    private static final Path B = LOOK.resolve("b.safetensors");

    @Test
    void a_map_without_an_equals_sign_is_explained() {
        assertThat(Run.mlxj("diff", "a", "b", "--map", "x").err())
                .startsWith("error: value for option '--map' (OLD=NEW) should be");
    }

    @Test
    void every_difference_is_measured_as_numpy_does() throws IOException {
        JsonNode expected = Documents.read("look/diff.json");

        Run run = Run.mlxj("diff", A, B, "--json");

        JsonNode found = Documents.printedBy(run);
        assertThat(run.code()).isEqualTo(1);
        assertThat(found.path("schema").asText()).isEqualTo("mlxj.diff/1");
        assertThat(found.path("equal").asBoolean(true)).isFalse();
        assertThat(found.path("only_in_a").toString()).isEqualTo("[\"only.a\"]");
        assertThat(found.path("only_in_b").toString()).isEqualTo("[\"only.b\"]");
        Set<String> differing = new TreeSet<>(List.of("shapes"));
        expected.forEachEntry(
                (name, difference) -> {
                    if (!difference.path("same").asBoolean()) {
                        differing.add(name);
                        compare(name, found.path("tensors").path(name), difference);
                    }
                });
        assertThat(names(found.path("tensors"))).isEqualTo(differing);
    }

    private static void compare(String name, JsonNode found, JsonNode expected) {
        for (String field : List.of("max_abs", "max_rel", "rms", "cosine")) {
            double scale = Math.abs(expected.path(field).asDouble());
            Documents.requireNear(
                    found.path(field), expected.path(field), 1e-13 * scale, field + " of " + name);
        }
        for (String field : List.of("dtype", "shape", "equal_bits")) {
            assertThat(found.path(field))
                    .as("%s of %s", field, name)
                    .isEqualTo(expected.path(field));
        }
    }

    @Test
    void the_worst_come_first_when_only_some_are_asked_for() {
        assertThat(Run.mlxj("diff", A, B, "--top", 4))
                .isEqualTo(
                        new Run(
                                1,
                                """
                                only in A
                                  only.a  F32  [2]

                                only in B
                                  only.b  I32  [3]

                                different
                                  name      dtype  shape             max abs   max rel       rms       cosine  equal bits
                                  one.nan   F32    [3]                   NaN       NaN       NaN  1.000000000           2
                                  one.inf   F32    [3]              Infinity  Infinity  Infinity  1.000000000           2
                                  shapes    F32    [2, 3] → [3, 2]
                                  integers  I64    [4]                2.0000   0.40000    1.0000  1.000000000           3

                                16 tensors in both: 3 equal, 13 different; 1 only in A, 1 only in B
                                """,
                                ""));
    }

    @Test
    void bits_tell_zeros_apart() throws IOException {
        assertThat(differing()).doesNotContain("zeros", "both.nan");
        assertThat(differing("--bits")).contains("zeros").doesNotContain("both.nan");
    }

    @Test
    void another_dtype_alone_may_be_no_difference() throws IOException {
        assertThat(differing("--ignore-dtype", "--rtol", "0.002")).contains("cast");
        assertThat(differing("--ignore-dtype", "--rtol", "0.00391")).doesNotContain("cast");
        assertThat(differing("--rtol", "0.00391")).contains("cast");
    }

    @Test
    void values_may_differ_within_a_tolerance() throws IOException {
        assertThat(differing("--rtol", "0.0009992")).doesNotContain("every.value", "doubles");
        assertThat(differing("--rtol", "0.0009990")).contains("every.value");
        assertThat(differing("--atol", "0.25")).doesNotContain("one.value");
        assertThat(differing("--atol", "0.2499999")).contains("one.value");
        assertThat(differing("--atol", "1e300")).contains("one.nan", "one.inf");
    }

    @Test
    void a_tensor_may_have_another_name_in_b() throws IOException {
        Run run = Run.mlxj("diff", A, B, "--map", "equal=one.value", "--json");

        JsonNode found = Documents.printedBy(run);

        assertThat(found.path("only_in_a").toString()).isEqualTo("[\"one.value\",\"only.a\"]");
        assertThat(found.path("only_in_b").toString()).isEqualTo("[\"equal\",\"only.b\"]");
        assertThat(found.at("/tensors/equal/max_abs").asDouble()).isEqualTo(0.25);
    }

    @Test
    void a_mapped_name_must_be_there() {
        assertThat(Run.mlxj("diff", A, B, "--map", "brians=brains"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: " + A + " has no tensor 'brians'; nearest: brains\n"));
    }

    @Test
    void a_model_does_not_differ_from_itself_whatever_its_dtypes() {
        Path kinds = LOOK.resolve("kinds.safetensors");

        assertThat(Run.mlxj("diff", kinds, kinds, "--bits"))
                .isEqualTo(
                        new Run(
                                0,
                                "28 tensors in both: 28 equal, 0 different; 0 only in A, 0 only in"
                                        + " B\n",
                                ""));
    }

    @Test
    void shards_make_no_difference_and_no_other_digest(@TempDir Path folder) throws IOException {
        Path shards = folder.resolve("shards");
        Run split =
                Run.mlxj(
                        "copy", Models.BERT, "-o", shards, "--max-shard-size", "64KB", "--no-sync");

        assertThat(split.code()).as(split.err()).isZero();
        assertThat(Run.mlxj("diff", shards, Models.BERT, "--bits").code()).isZero();
        assertThat(digest(shards)).isEqualTo(digest(Models.BERT));
    }

    private static String digest(Path model) throws IOException {
        Run run = Run.mlxj("inspect", model, "--sha256", "--json");
        return Documents.printedBy(run).path("sha256").asText();
    }

    private static Set<String> differing(String... options) throws IOException {
        Object[] words = new Object[4 + options.length];
        System.arraycopy(new Object[] {"diff", A, B, "--json"}, 0, words, 0, 4);
        System.arraycopy(options, 0, words, 4, options.length);
        return names(Documents.printedBy(Run.mlxj(words)).path("tensors"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
