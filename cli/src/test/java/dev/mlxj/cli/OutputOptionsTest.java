package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OutputOptionsTest {
    @TempDir Path home;
    private Path file;
    private Path directory;

    @BeforeEach
    void model() throws Exception {
        directory = Files.createDirectory(home.resolve("m"));
        file =
                TinyModel.with("layers.10.w", 1, 2)
                        .and("layers.2.w", 3)
                        .raw("n", "I8", "[3]", new byte[] {1, 2, 3})
                        .write(directory.resolve("model.safetensors"));
        Files.writeString(directory.resolve("config.json"), "{\"torch_dtype\": \"float32\"}\n");
        Files.writeString(directory.resolve("tokenizer.json"), "{}");
        Files.writeString(directory.resolve("pytorch_model.bin"), "weights");
        Files.createDirectories(directory.resolve("1_Pooling"));
        Files.writeString(directory.resolve("1_Pooling/config.json"), "{}");
    }

    private static String[] names(Path folder) {
        String[] names = Objects.requireNonNull(folder.toFile().list());
        Arrays.sort(names);
        return names;
    }

    @Test
    void a_directory_result_gets_the_other_files_and_a_config_in_line() throws Exception {
        Path out = home.resolve("m-f16");
        assertThat(Run.mlxj("cast", "--dtype", "f16", directory).out()).isEqualTo(out + "\n");
        assertThat(names(out))
                .containsExactly("1_Pooling", "config.json", "model.safetensors", "tokenizer.json");
        assertThat(out.resolve("config.json")).hasContent("{\"torch_dtype\": \"float16\"}\n");
    }

    @Test
    void a_config_keeps_its_dtype_where_a_float_has_another() {
        Path out = home.resolve("part");
        Run.mlxj("cast", "--dtype", "f16", "--match", "layers.2.*", directory, "-o", out);
        assertThat(out.resolve("config.json")).hasContent("{\"torch_dtype\": \"float32\"}\n");
    }

    @Test
    void in_place_the_directory_keeps_its_files_and_the_config_follows() throws Exception {
        assertThat(Run.mlxj("cast", "--dtype", "bf16", "-i", directory).code()).isZero();
        assertThat(directory.resolve("config.json"))
                .hasContent("{\"torch_dtype\": \"bfloat16\"}\n");
        assertThat(directory.resolve("pytorch_model.bin")).exists();
        assertThat(names(directory)).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void shards_hold_names_in_order_and_one_file_comes_back_the_same() throws Exception {
        Path shards = home.resolve("s");
        Path one = home.resolve("one.safetensors");
        Path plain = home.resolve("plain.safetensors");
        assertThat(Run.mlxj("copy", file, "-o", shards, "--max-shard-size", "300B").code())
                .isZero();
        assertThat(names(shards))
                .containsExactly(
                        "1_Pooling",
                        "config.json",
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors",
                        "model.safetensors.index.json",
                        "tokenizer.json");
        assertThat(TinyModel.header(shards.resolve("model-00001-of-00003.safetensors")))
                .contains("layers.2.w");
        assertThat(Run.mlxj("copy", shards, "-o", one).code()).isZero();
        assertThat(Run.mlxj("copy", file, "-o", plain).code()).isZero();
        assertThat(one).hasSameBinaryContentAs(plain);
    }

    @Test
    void a_sharded_source_keeps_its_shards_in_a_directory() throws Exception {
        Path shards = home.resolve("s");
        Run.mlxj("copy", file, "-o", shards, "--max-shard-size", "300B");
        Path out = home.resolve("o");
        assertThat(Run.mlxj("cast", "--dtype", "f16", shards, "-o", out).code()).isZero();
        assertThat(names(out)).containsExactly(names(shards));
        assertThat(out.resolve("model.safetensors.index.json")).content().contains(": 9");
    }

    @Test
    void in_place_fewer_shards_leave_none_of_the_old_ones() throws Exception {
        Path shards = home.resolve("s");
        Run.mlxj("copy", file, "-o", shards, "--max-shard-size", "300B");
        assertThat(Run.mlxj("copy", "-i", shards, "--max-shard-size", "1MB").code()).isZero();
        assertThat(names(shards))
                .containsExactly(
                        "1_Pooling",
                        "config.json",
                        "model.safetensors",
                        "model.safetensors.index.json",
                        "tokenizer.json");
        assertThat(Run.mlxj("inspect", "--names-only", shards).out())
                .isEqualTo("layers.2.w\nlayers.10.w\nn\n");
    }

    @Test
    void in_place_gives_the_bytes_of_the_result_elsewhere() throws Exception {
        Path out = home.resolve("o.safetensors");
        Run.mlxj("cast", "--dtype", "f32", file, "-o", out);
        Run.mlxj("cast", "--dtype", "f32", "-i", file);
        assertThat(file).hasSameBinaryContentAs(out);
    }

    @Test
    void an_existing_output_is_refused_before_the_input_is_looked_at() throws Exception {
        Path out = Files.writeString(home.resolve("o.safetensors"), "precious");
        assertThat(Run.mlxj("copy", home.resolve("nothing"), "-o", out))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: "
                                        + out
                                        + ": the output exists\nhint: `--force` replaces it\n"));
        assertThat(Run.mlxj("copy", file, "-o", home, "-f").code()).isEqualTo(2);
        assertThat(out).hasContent("precious");
    }

    @Test
    void a_dry_run_says_what_would_change_and_writes_nothing() {
        assertThat(Run.mlxj("cast", "--dtype", "f16", "-n", file, "--keys", "w"))
                .isEqualTo(
                        new Run(
                                0,
                                "",
                                """
                                'layers.10.w': F32 [2] -> F16 [2]
                                'layers.2.w': F32 [1] -> F16 [1]
                                2 of 3 tensors would be cast to F16; 15 B to read, 233 B to write
                                """));
        assertThat(names(home)).containsExactly("m");
    }

    @Test
    void a_receipt_has_every_tensor_before_and_after_with_its_digest() throws Exception {
        Path receipt = home.resolve("r.json");
        Path out = home.resolve("o.safetensors");
        Run run = Run.mlxj("cast", "--dtype", "f16", file, "-o", out, "--report", receipt);
        assertThat(run.code()).isZero();
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(receipt));
        assertThat(json)
                .containsEntry("schema", "mlxj.cast/1")
                .containsEntry("files", List.of("o.safetensors"))
                .containsEntry("output", out.toString());
        // The digests of 00 00 40 40, which is 3 in F32, and of 00 42, which is 3 in F16.
        assertThat(Files.readString(receipt))
                .contains("ea2845900b5856c9bf354b1aa9761b5aa6888e5ed61738fe9579ca42bc0f6054")
                .contains("87afe6086fe4571e37657e76281301f189c75ebae1d2eaafb56d578067a1d95e");
        assertThat(
                        Run.mlxj(
                                        "cast",
                                        "--dtype",
                                        "f16",
                                        file,
                                        "-o",
                                        home.resolve("p.safetensors"),
                                        "--report",
                                        receipt)
                                .code())
                .isEqualTo(2);
    }

    @Test
    void a_receipt_never_takes_the_place_of_the_model() throws Exception {
        byte[] before = Files.readAllBytes(file);
        assertThat(Run.mlxj("freeze", "-i", "-f", file, "--report", file).code()).isEqualTo(2);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void verify_runs_a_known_architecture_before_the_result_counts() throws Exception {
        Path bert = Path.of("../testdata/models/bert");
        Path out = home.resolve("bert-f16");
        assertThat(Run.mlxj("cast", "--dtype", "f16", bert, "-o", out, "--verify", "-q").code())
                .isZero();
        Path broken = home.resolve("broken");
        Run run =
                Run.mlxj(
                        "update",
                        bert,
                        "--set",
                        "pooler.dense.bias=x * nan",
                        "-o",
                        broken,
                        "--verify");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("not finite");
        assertThat(broken).doesNotExist();
    }

    @Test
    void json_is_one_document_with_its_schema_first() throws Exception {
        Run run = Run.mlxj("copy", file, "-o", home.resolve("o.safetensors"), "--json", "-q");
        assertThat(run.err()).isEmpty();
        assertThat(JSON.std.mapFrom(run.out()).keySet())
                .startsWith("schema", "version", "arguments");
    }

    @Test
    void contradictions_are_wrong_usage() {
        assertThat(Run.mlxj("copy", file, "-i", "-o", "x").code()).isEqualTo(2);
        assertThat(Run.mlxj("copy", file, "-i", "--max-shard-size", "1MB").code()).isEqualTo(2);
        assertThat(Run.mlxj("copy", file, "-o", "-", "--verify").code()).isEqualTo(2);
        assertThat(Run.mlxj("copy", file, "-o", "-", "--json").code()).isEqualTo(2);
        assertThat(Run.mlxj("copy", file, "-o", "/dev/stdout", "--json").code()).isEqualTo(2);
        assertThat(Run.mlxj("copy", file, "-o", "/dev/fd/1", "--verify").code()).isEqualTo(2);
        assertThat(Run.mlxj("copy", file, "-o", "").err())
                .isEqualTo("error: -o: the name of the output is empty\n");
        assertThat(Run.mlxj("copy", "-", "-o", home.resolve("x")).code()).isEqualTo(2);
        assertThat(Run.mlxj("copy", file, "-o", home.resolve("x.gguf")).err())
                .contains("a result is written as safetensors");
    }

    @Test
    void hostile_names_go_through_every_command() throws Exception {
        Path model =
                TinyModel.with("a", 1)
                        .and("a.b", 2)
                        .and("", 3)
                        .and(".", 4)
                        .and("..x", 5)
                        .and("w.0", 6)
                        .and("w.1", 7)
                        .and("_h\\u202e", 8)
                        .and("a.".repeat(3000), 9)
                        .write(home.resolve("h.safetensors"));
        Path out = home.resolve("o.safetensors");
        assertThat(Run.mlxj("cast", "--dtype", "f64", model, "-o", out).code()).isZero();
        assertThat(Run.mlxj("cast", "--dtype", "f32", out, "-i").code()).isZero();
        Path copy = home.resolve("c.safetensors");
        Run.mlxj("copy", model, "-o", copy);
        assertThat(out).hasSameBinaryContentAs(copy);
        assertThat(Run.mlxj("update", model, "--from", copy, "-o", out, "-f").code()).isZero();
        assertThat(out).hasSameBinaryContentAs(copy);
        assertThat(Run.mlxj("freeze", "-i", model).code()).isZero();
        // The name '.' would stand for the whole model.
        assertThat(Run.mlxj("unfreeze", "-i", "--match", "a.b", model).code()).isEqualTo(2);
        assertThat(Run.mlxj("unfreeze", "-i", "--match", "{a.b,.}", model).code()).isZero();
        assertThat(Run.mlxj("inspect", "--trainable", "--names-only", model).out())
                .isEqualTo(".\na.b\n");
    }
}
