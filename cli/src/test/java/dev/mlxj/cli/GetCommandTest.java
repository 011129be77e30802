package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GetCommandTest {
    private static final Path KINDS = Documents.TESTDATA.resolve("look/kinds.safetensors");

    @TempDir private Path folder;

    @Test
    void a_summary_says_what_the_tensor_is() {
        assertThat(Run.mlxj("get", KINDS, "special.scalar"))
                .isEqualTo(
                        new Run(
                                0,
                                """
                                special.scalar
                                  dtype       F32
                                  shape       []
                                  parameters  1
                                  size        4 B
                                  state       trainable
                                  file        ../testdata/look/kinds.safetensors
                                  bytes       70667 to 70671
                                  min         -2.5000
                                  max         -2.5000
                                  mean        -2.5000
                                  std         0
                                  absmax      2.5000
                                  zeros       0
                                  nan         0
                                  inf         0
                                  sha256      2f90de89a933bd8118953f22550293198c812014b434e29d79bcdea4cb34c56a
                                """,
                                ""));
    }

    @Test
    void values_are_nested_as_numpy_prints_them() {
        assertThat(Run.mlxj("get", KINDS, "small.F4", "--values"))
                .isEqualTo(
                        new Run(
                                0,
                                """
                                [[0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0],
                                 [-0.0, -0.5, -1.0, -1.5, -2.0, -3.0, -4.0, -6.0]]
                                """,
                                ""));
        assertThat(Run.mlxj("get", KINDS, "floats.BF16", "--values", "0").out())
                .isEqualTo("[NaN, Infinity, -Infinity, 0.0, -0.0, 9.1835E-41, -1.5]\n");
        assertThat(Run.mlxj("get", KINDS, "integers.U64", "--values=0, 1").out())
                .isEqualTo("18446744073709551615\n");
        assertThat(Run.mlxj("get", KINDS, "special.empty", "--values").out()).isEqualTo("[]\n");
    }

    @Test
    void a_long_tensor_is_cut_short_unless_a_slice_is_asked_for() {
        String cut = Run.mlxj("get", KINDS, "wide.F64", "--values").out();

        assertThat(cut.lines()).hasSize(3).allMatch(row -> row.split(", ", -1).length >= 7);
        assertThat(cut).contains(", ..., ");
        assertThat(Run.mlxj("get", KINDS, "wide.F64", "--values", "1").out().split(", ", -1))
                .hasSize(1367);
    }

    @Test
    void values_that_json_has_no_number_for_are_strings() throws IOException {
        Run run = Run.mlxj("get", KINDS, "floats.F16", "--values", "0, :4", "--json");

        assertThat(Documents.printedBy(run).path("values").toString())
                .isEqualTo("[\"NaN\",\"Infinity\",\"-Infinity\",0.0]");
        assertThat(Documents.printedBy(run).path("schema").asText()).isEqualTo("mlxj.get/1");
    }

    @Test
    void an_npy_file_has_the_bytes_of_the_slice() throws IOException {
        Path npy = folder.resolve("codes.npy");

        Run run = Run.mlxj("get", KINDS, "small.F8_E4M3", "--values", "1:3, ::5", "-o", npy);

        assertThat(run).isEqualTo(new Run(0, npy + "\n", ""));
        byte[] bytes = Files.readAllBytes(npy);
        assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1))
                .contains("'descr': '<V1'", "'shape': (2, 4)");
        assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, 128, bytes.length)))
                .isEqualTo("10151a1f20252a2f");
    }

    @Test
    void an_existing_file_is_kept_without_force() throws IOException {
        Path npy = Files.writeString(folder.resolve("mine.npy"), "mine");

        assertThat(Run.mlxj("get", KINDS, "special.scalar", "-o", npy).code()).isEqualTo(2);
        assertThat(npy).hasContent("mine");
        assertThat(Run.mlxj("get", KINDS, "special.scalar", "-o", npy, "-f").code()).isZero();
        assertThat(npy).hasSize(132);
    }

    @Test
    void an_unknown_name_shows_the_nearest() {
        assertThat(Run.mlxj("get", KINDS, "special.skalar"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                """
                                error: ../testdata/look/kinds.safetensors: there is no tensor 'special.skalar'
                                hint: the nearest: 'special.scalar'
                                """));
    }

    @Test
    void a_hostile_name_that_is_not_there_stays_on_one_line() {
        assertThat(Run.mlxj("get", KINDS, "no\nerror: \u202e\u001b[2J").err())
                .startsWith(
                        "error: ../testdata/look/kinds.safetensors: there is no tensor"
                                + " 'no\\nerror: \\u202e\\u001b[2J'\nhint: ");
    }

    @Test
    void an_index_outside_the_tensor_is_wrong_usage() {
        assertThat(Run.mlxj("get", KINDS, "small.F4", "--values", "2"))
                .isEqualTo(new Run(2, "", "error: slice: index 2 is outside axis 0 of 2\n"));
    }
}
