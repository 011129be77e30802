package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FreezeCommandTest {
    @TempDir Path home;
    private Path model;

    @BeforeEach
    void model() throws Exception {
        model =
                TinyModel.with("a.weight", 1, 2)
                        .and("a.bias", 3)
                        .and("b.0.bias", 4)
                        .and("b.1.weight", 5)
                        .write(home.resolve("m.safetensors"));
    }

    private static String frozen(Path file) throws Exception {
        String header = TinyModel.header(file);
        int at = header.indexOf("mlxj.frozen");
        return at < 0 ? "" : header.substring(at + 14, header.indexOf(']', at) + 1);
    }

    @Test
    void freeze_in_place_leaves_room_and_keeps_every_tensor_byte() throws Exception {
        byte[] before = Files.readAllBytes(model);
        assertThat(Run.mlxj("freeze", "-i", model))
                .isEqualTo(new Run(0, model + "\n", "4 of 4 parameters frozen\n"));
        byte[] after = Files.readAllBytes(model);
        assertThat(after.length).isGreaterThan(before.length + (16 << 10));
        assertThat(TinyModel.header(model))
                .startsWith(
                        "{\"__metadata__\":{\"format\":\"pt\",\"mlxj.frozen\":\"[\\\".\\\"]\"},");
    }

    @Test
    void the_next_change_in_place_overwrites_the_header_alone() throws Exception {
        Run.mlxj("freeze", "-i", model);
        long size = Files.size(model);
        Object inode = Files.getAttribute(model, "unix:ino");
        assertThat(Run.mlxj("unfreeze", "-i", "--keys", "bias", model).err())
                .isEqualTo("2 of 4 parameters frozen\n");
        assertThat(frozen(model)).isEqualTo("[\\\"a.weight\\\",\\\"b.1.\\\"]");
        assertThat(Files.size(model)).isEqualTo(size);
        assertThat(Files.getAttribute(model, "unix:ino")).isEqualTo(inode);
        assertThat(Run.mlxj("inspect", "--trainable", "--names-only", model).out())
                .isEqualTo("a.bias\nb.0.bias\n");
        assertThat(home.toFile().list()).containsExactly("m.safetensors");
        assertThat(Run.mlxj("freeze", "-i", model, "--json").out()).contains("\"bytes_read\": 0,");
    }

    @Test
    void where_nothing_changes_nothing_is_written_and_the_path_is_printed() throws Exception {
        Run.mlxj("freeze", "-i", model);
        Object time = Files.getLastModifiedTime(model);
        assertThat(Run.mlxj("freeze", "-i", model))
                .isEqualTo(new Run(0, model + "\n", "4 of 4 parameters frozen\n"));
        assertThat(Files.getLastModifiedTime(model)).isEqualTo(time);
    }

    @Test
    void when_nothing_is_frozen_the_key_is_absent() throws Exception {
        Run.mlxj("freeze", "-i", model);
        Run.mlxj("unfreeze", "-i", model);
        assertThat(TinyModel.header(model))
                .startsWith("{\"__metadata__\":{\"format\":\"pt\"},")
                .doesNotContain("mlxj");
    }

    @Test
    void beside_the_model_the_result_is_called_frozen() throws Exception {
        byte[] before = Files.readAllBytes(model);
        Path out = home.resolve("m-frozen.safetensors");
        assertThat(Run.mlxj("freeze", model, "--match", "b.**").out()).isEqualTo(out + "\n");
        assertThat(frozen(out)).isEqualTo("[\\\"b.\\\"]");
        assertThat(model).hasBinaryContent(before);
        assertThat(Run.mlxj("freeze", model).code()).isEqualTo(2);
    }

    @Test
    void a_file_with_hard_links_is_copied() throws Exception {
        Run.mlxj("freeze", "-i", model);
        Path other = Files.createLink(home.resolve("other.safetensors"), model);
        Run.mlxj("unfreeze", "-i", model);
        assertThat(frozen(other)).isNotEmpty();
        assertThat(frozen(model)).isEmpty();
    }

    @Test
    void a_choice_that_meets_nothing_is_a_warning_and_with_strict_an_error() {
        Run warned = Run.mlxj("freeze", "-i", model, "--keys", "biaz");
        assertThat(warned)
                .isEqualTo(
                        new Run(
                                0,
                                model + "\n",
                                """
                                warning: --keys 'biaz' chooses no parameter; nearest: 'bias'
                                0 of 4 parameters frozen
                                """));
        assertThat(Run.mlxj("freeze", "-i", model, "--keys", "biaz", "--strict"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: --keys 'biaz' chooses no parameter; nearest: 'bias'\n"));
    }

    @Test
    void in_a_sharded_model_the_index_alone_changes() throws Exception {
        Path out = home.resolve("s/");
        assertThat(Run.mlxj("copy", model, "-o", out + "/", "--max-shard-size", 500).code())
                .isZero();
        Path shard = out.resolve("model-00001-of-00002.safetensors");
        byte[] before = Files.readAllBytes(shard);
        assertThat(Run.mlxj("freeze", "-i", out, "--keys", "weight").err())
                .isEqualTo("2 of 4 parameters frozen\n");
        assertThat(shard).hasBinaryContent(before);
        assertThat(out.resolve("model.safetensors.index.json"))
                .content()
                .contains("\"mlxj.frozen\": \"[\\\"a.weight\\\",\\\"b.1.\\\"]\"")
                .contains("\"total_size\": 20");
        assertThat(Run.mlxj("inspect", "--frozen", "--names-only", out).out())
                .isEqualTo("a.weight\nb.1.weight\n");
        assertThat(Run.mlxj("unfreeze", "-i", out).code()).isZero();
        assertThat(out.resolve("model.safetensors.index.json")).content().doesNotContain("mlxj");
    }

    @Test
    void a_cast_carries_the_set_along() throws Exception {
        Run.mlxj("freeze", "-i", model, "--keys", "bias");
        Run.mlxj("cast", "--dtype", "f16", model);
        assertThat(frozen(home.resolve("m-f16.safetensors"))).isEqualTo(frozen(model)).isNotEmpty();
    }

    @Test
    void a_set_that_is_none_is_exit_3_until_it_is_replaced() throws Exception {
        TinyModel.with("w", 1).metadata("{\"mlxj.frozen\":\"nonsense\"}").write(model);
        Run run = Run.mlxj("freeze", "-i", model, "--keys", "w");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("mlxj.frozen is not a JSON array of strings");
        assertThat(Run.mlxj("freeze", "-i", model).code()).isZero();
        assertThat(frozen(model)).isEqualTo("[\\\".\\\"]");
    }
}
