package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CastCommandTest {
    private static final Path TESTDATA = Path.of("../testdata");

    @TempDir Path home;

    @TestFactory
    List<DynamicTest> a_cast_model_has_the_bytes_of_the_reference_writer() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(TESTDATA.resolve("cast/digests.jsonl"))) {
            Map<String, Object> expected = JSON.std.mapFrom(line);
            String model = String.valueOf(expected.get("model"));
            String dtype = String.valueOf(expected.get("dtype"));
            tests.add(
                    DynamicTest.dynamicTest(
                            model + " " + dtype,
                            () -> {
                                Path out = home.resolve(model + "-" + dtype + ".safetensors");
                                Run run =
                                        Run.mlxj(
                                                "cast",
                                                "--dtype",
                                                dtype,
                                                TESTDATA.resolve("models/" + model)
                                                        .resolve("model.safetensors"),
                                                "-o",
                                                out,
                                                "-q",
                                                "--verify");
                                assertThat(run).isEqualTo(new Run(0, out + "\n", ""));
                                assertThat(sha256(out)).isEqualTo(expected.get("sha256"));
                            }));
        }
        return tests;
    }

    private static String sha256(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }

    private byte[] read(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(home.resolve(name));
        int header = (bytes[0] & 0xff) | ((bytes[1] & 0xff) << 8);
        return Arrays.copyOfRange(bytes, 8 + header, bytes.length);
    }

    @Test
    void beside_the_model_the_result_has_the_dtype_in_its_name() throws Exception {
        Path model = TinyModel.with("w", 1, 2).write(home.resolve("m.safetensors"));
        Path out = home.resolve("m-f16.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "half", model))
                .isEqualTo(
                        new Run(
                                0,
                                out + "\n",
                                "1 of 1 tensor cast to F16; 8 B read, 100 B written\n"));
        assertThat(TinyModel.header(out))
                .isEqualTo(
                        "{\"__metadata__\":{\"format\":\"pt\"},\"w\":{\"dtype\":\"F16\","
                                + "\"shape\":[2],\"data_offsets\":[0,4]}}");
    }

    @Test
    void new_infinities_end_with_exit_1_and_no_output() throws Exception {
        Path model =
                TinyModel.with("w", 70000, 1e-9f, 1)
                        .and("v", 1)
                        .write(home.resolve("m.safetensors"));
        Path out = home.resolve("o.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "f16", model, "-o", out))
                .isEqualTo(
                        new Run(
                                1,
                                "",
                                "error: "
                                        + model
                                        + ": 'w': 1 overflow, 1 underflow to zero\n"
                                        + "hint: `--allow-lossy` writes it all the same\n"));
        assertThat(home.toFile().list()).containsExactly("m.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "f16", model, "-o", out, "--allow-lossy").err())
                .startsWith("'w': 1 overflow, 1 underflow to zero\n2 of 2 tensors cast to F16");
    }

    @Test
    void integers_out_of_range_fail_and_fractions_are_counted() throws Exception {
        Path model = TinyModel.with("w", 1.5f, 300).write(home.resolve("m.safetensors"));
        Path out = home.resolve("o.safetensors");
        Run refused = Run.mlxj("cast", "--dtype", "i8", model, "-o", out);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("'w': 1 out of range, 1 lose a fraction\n");
        assertThat(Run.mlxj("cast", "--dtype", "i8", model, "-o", out, "--allow-lossy").code())
                .isZero();
        assertThat(read("o.safetensors")).containsExactly(1, 44);
    }

    @Test
    void a_nan_that_would_become_a_number_is_a_failure() throws Exception {
        Path model = TinyModel.with("w", Float.NaN, 1).write(home.resolve("m.safetensors"));
        Path out = home.resolve("o.safetensors");
        Run refused = Run.mlxj("cast", "--dtype", "i32", model, "-o", out);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("'w': 1 NaN lost\n");
        assertThat(Run.mlxj("cast", "--dtype", "bool", model, "-o", out).code()).isZero();
    }

    @Test
    void without_all_a_choice_casts_floats_alone() throws Exception {
        Path model =
                TinyModel.with("w", 3)
                        .raw("n", "I8", "[2]", new byte[] {1, -2})
                        .raw("t", "BOOL", "[1]", new byte[] {7})
                        .write(home.resolve("m.safetensors"));
        Path out = home.resolve("o.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "i16", model, "-o", out).code()).isZero();
        assertThat(TinyModel.header(out)).contains("\"n\":{\"dtype\":\"I8\"");
        assertThat(Run.mlxj("cast", "--dtype", "i16", model, "-o", out, "-f", "--all").code())
                .isZero();
        assertThat(TinyModel.header(out)).doesNotContain("I8", "BOOL");
        assertThat(read("o.safetensors")).containsExactly(1, 0, -2, -1, 1, 0, 3, 0);
    }

    @Test
    void eight_bit_floats_are_cast_only_where_they_are_named() throws Exception {
        Path model =
                TinyModel.with("w", 1)
                        .raw("q", "F8_E4M3", "[2]", new byte[] {0x38, (byte) 0xb8})
                        .write(home.resolve("m.safetensors"));
        Path out = home.resolve("o.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "f16", model, "-o", out).code()).isZero();
        assertThat(TinyModel.header(out)).contains("F8_E4M3");
        assertThat(
                        Run.mlxj(
                                        "cast",
                                        "--dtype",
                                        "f16",
                                        "--dtypes",
                                        "F8_E4M3",
                                        model,
                                        "-o",
                                        out,
                                        "-f")
                                .code())
                .isZero();
        assertThat(TinyModel.header(out)).doesNotContain("F8_E4M3").contains("F32");
    }

    @Test
    void saturation_is_counted_and_nan_is_a_failure() throws Exception {
        Path model = TinyModel.with("w", 1000, -1000, 1).write(home.resolve("m.safetensors"));
        Path out = home.resolve("o.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "f8_e4m3", model, "-o", out).err())
                .startsWith("'w': 2 saturated\n");
        assertThat(read("o.safetensors")).containsExactly(0x7e, 0xfe, 0x38);
        Run refused =
                Run.mlxj(
                        "cast",
                        "--dtype",
                        "f8_e4m3",
                        "--fp8-overflow",
                        "nan",
                        model,
                        "-o",
                        out,
                        "-f");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(read("o.safetensors")).containsExactly(0x7e, 0xfe, 0x38);
    }

    @Test
    void six_bit_floats_are_exit_3() throws Exception {
        Path model =
                TinyModel.with("w", 1)
                        .raw("q", "F6_E2M3", "[4]", new byte[3])
                        .write(home.resolve("m.safetensors"));
        Path out = home.resolve("o.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "f6_e2m3", model, "-o", out).code()).isEqualTo(3);
        assertThat(Run.mlxj("cast", "--dtype", "f16", "--keys", "q", model, "-o", out).code())
                .isEqualTo(3);
        assertThat(Run.mlxj("cast", "--dtype", "f16", model, "-o", out).code()).isZero();
        assertThat(TinyModel.header(out)).contains("F6_E2M3");
    }

    @Test
    void the_threads_do_not_show_in_the_result() throws Exception {
        float[] values = new float[3_000_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 1e-3f;
        }
        Path model = TinyModel.with("w", values).write(home.resolve("m.safetensors"));
        Path one = home.resolve("1.safetensors");
        Path four = home.resolve("4.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "bf16", model, "-o", one, "-j", 1).code()).isZero();
        assertThat(
                        Run.mlxj(
                                        "cast",
                                        "--dtype",
                                        "bf16",
                                        model,
                                        "-o",
                                        four,
                                        "-j",
                                        4,
                                        "--memory",
                                        "64KiB")
                                .code())
                .isZero();
        assertThat(four).hasSameBinaryContentAs(one);
    }
}
