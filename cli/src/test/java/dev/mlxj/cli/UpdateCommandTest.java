package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UpdateCommandTest {
    @TempDir Path home;
    private Path model;
    private Path patch;
    private Path out;

    @BeforeEach
    void paths() throws Exception {
        model = TinyModel.with("a.w", 1, 2).and("b.w", 3).write(home.resolve("m.safetensors"));
        patch = home.resolve("p.safetensors");
        out = home.resolve("o.safetensors");
    }

    @Test
    void a_patch_cannot_come_from_standard_input() {
        assertThat(Run.mlxj("update", model, "--from", "-", "-o", out).err())
                .startsWith("error: -: this command reads tensors");
        assertThat(out).doesNotExist();
    }

    private List<Float> values() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(8 + (int) bytes.getLong(0));
        List<Float> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            values.add(bytes.getFloat());
        }
        return values;
    }

    private static byte[] doubles(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }

    @Test
    void the_parameters_of_the_patch_take_their_places() throws Exception {
        TinyModel.with("b.w", 9).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out))
                .isEqualTo(
                        new Run(
                                0,
                                out + "\n",
                                "1 of 2 tensors updated; 12 B read, 164 B written\n"));
        assertThat(values()).containsExactly(1f, 2f, 9f);
    }

    @Test
    void a_parameter_that_is_named_twice_is_wrong_usage() throws Exception {
        TinyModel.with("b.w", 9).write(patch);
        assertThat(Run.mlxj("update", model, "--set", "a.w=x*2", "--set", "a.w=x+1", "-o", out))
                .isEqualTo(new Run(2, "", "error: --set names 'a.w' twice\n"));
        assertThat(
                        Run.mlxj(
                                "update", model, "--from", patch, "--map", "b=a", "--map", "b=b",
                                "-o", out))
                .isEqualTo(new Run(2, "", "error: --map names 'b' twice\n"));
    }

    @Test
    void names_that_the_model_lacks_are_exit_2_and_left_out_when_lenient() throws Exception {
        TinyModel.with("b.w", 9).and("c.w", 1).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: " + model + ": no tensor 'c.w'; nearest: 'a.w', 'b.w'\n"));
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out, "--lenient").code())
                .isZero();
        assertThat(values()).containsExactly(1f, 2f, 9f);
        TinyModel.with("c.w", 1).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out, "-f", "--lenient").code())
                .isEqualTo(2);
    }

    @Test
    void a_map_gives_names_and_whole_modules_other_names() throws Exception {
        TinyModel.with("x.w", 7, 8).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "--map", "x=a", "-o", out).code())
                .isZero();
        assertThat(values()).containsExactly(7f, 8f, 3f);
        Run idle = Run.mlxj("update", model, "--from", patch, "--map", "y=a", "-o", out, "-f");
        assertThat(idle.code()).isEqualTo(2);
        assertThat(idle.err()).contains("--map 'y' names nothing in the patch");
    }

    @Test
    void a_shape_that_does_not_fit_is_exit_3_unless_it_may_change() throws Exception {
        TinyModel.with("b.w", 7, 8).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out))
                .isEqualTo(
                        new Run(
                                3,
                                "",
                                "error: "
                                        + patch
                                        + ": tensor 'b.w': the model has shape [1], the patch [2];"
                                        + " `--allow-reshape` takes it\n"));
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out, "--allow-reshape").code())
                .isZero();
        assertThat(values()).containsExactly(1f, 2f, 7f, 8f);
    }

    @Test
    void values_that_the_dtype_holds_are_converted_and_others_are_exit_3() throws Exception {
        new TinyModel().raw("b.w", "F64", "[1]", doubles(0.5)).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out).code()).isZero();
        assertThat(values()).containsExactly(1f, 2f, 0.5f);
        new TinyModel().raw("b.w", "F64", "[1]", doubles(0.1)).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out, "-f"))
                .isEqualTo(
                        new Run(
                                3,
                                "",
                                "error: "
                                        + model
                                        + ": 'b.w': 1 values of F64 would be others in F32\n"
                                        + "hint: `--allow-dtype` rounds them\n"));
        assertThat(values()).containsExactly(1f, 2f, 0.5f);
        Run.mlxj("update", model, "--from", patch, "-o", out, "-f", "--allow-dtype");
        assertThat(values()).containsExactly(1f, 2f, 0.1f);
        Run.mlxj("update", model, "--from", patch, "-o", out, "-f", "--from-dtype", "patch");
        assertThat(TinyModel.header(out)).contains("\"b.w\":{\"dtype\":\"F64\"");
    }

    @Test
    void integers_that_wrap_or_round_are_other_values() throws Exception {
        new TinyModel().raw("n", "U8", "[1]", new byte[] {0}).and("x", 0).write(model);
        new TinyModel().raw("n", "I8", "[1]", new byte[] {-1}).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out).code()).isEqualTo(3);
        byte[] most = {-1, -1, -1, 127};
        new TinyModel().raw("x", "I32", "[1]", most).write(patch);
        assertThat(Run.mlxj("update", model, "--from", patch, "-o", out).code()).isEqualTo(3);
    }

    @Test
    void an_expression_computes_a_parameter_from_what_it_was() throws Exception {
        assertThat(
                        Run.mlxj(
                                        "update",
                                        model,
                                        "--set",
                                        "a.w=where(x > 1, x * 10, -x)",
                                        "--set",
                                        "b.w=0.25",
                                        "-o",
                                        out)
                                .code())
                .isZero();
        assertThat(values()).containsExactly(-1f, 20f, 0.25f);
    }

    @Test
    void what_an_expression_loses_on_its_way_to_the_stored_dtype_is_reported() throws Exception {
        byte[] ones = {0, 0x3c, 0, 0x3c};
        new TinyModel()
                .raw("h", "F16", "[2]", ones)
                .raw("n", "U8", "[2]", new byte[] {7, 8})
                .write(model);
        assertThat(Run.mlxj("update", model, "--set", "h=x*1e6", "--set", "n=x*1.5", "-o", out))
                .isEqualTo(
                        new Run(
                                0,
                                out + "\n",
                                """
                                'h': 2 overflow
                                'n': 1 lose a fraction
                                2 of 2 tensors updated; 6 B read, 158 B written
                                """));
        byte[] written = Files.readAllBytes(out);
        assertThat(written).endsWith(0, 0x7c, 0, 0x7c, 10, 12);
    }

    @Test
    void an_expression_that_changes_the_shape_or_names_nothing_is_refused() {
        assertThat(Run.mlxj("update", model, "--set", "a.w=sum(x)", "-o", out).code()).isEqualTo(3);
        assertThat(Run.mlxj("update", model, "--set", "c.w=x", "-o", out).code()).isEqualTo(2);
        assertThat(Run.mlxj("update", model, "--set", "a.w=x +", "-o", out))
                .isEqualTo(
                        new Run(2, "", "error: expression 'x +', column 4: a value is missing\n"));
        assertThat(out).doesNotExist();
    }

    @Test
    void something_to_update_with_is_required() {
        assertThat(Run.mlxj("update", model))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                """
                                error: nothing to update with
                                hint: give --from PATCH or --set NAME=EXPR
                                """));
    }
}
