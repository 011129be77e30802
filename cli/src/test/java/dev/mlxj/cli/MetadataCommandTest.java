package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MetadataCommandTest {
    @TempDir Path home;

    private Path model(String metadata) throws Exception {
        return TinyModel.with("w", 1).metadata(metadata).write(home.resolve("m.safetensors"));
    }

    @Test
    void the_metadata_are_shown_one_a_line_and_escaped() throws Exception {
        Path model = model("{\"format\":\"mlx\",\"a\\nb\":\"\\u001b[1m\"}");
        assertThat(Run.mlxj("metadata", model))
                .isEqualTo(new Run(0, "format=mlx\na\\nb=\\u001b[1m\n", ""));
    }

    @Test
    void set_and_unset_change_keys_and_keep_the_format() throws Exception {
        Path model = model("{\"format\":\"mlx\",\"old\":\"1\"}");
        assertThat(Run.mlxj("metadata", "-i", model, "--set", "k=a=b", "--unset", "old"))
                .isEqualTo(new Run(0, model + "\n", "metadata changed\n"));
        assertThat(Run.mlxj("metadata", model).out()).isEqualTo("format=mlx\nk=a=b\n");
        Run.mlxj("metadata", "-i", model, "--unset", "format", "--unset", "k");
        assertThat(Run.mlxj("metadata", model).out()).isEqualTo("format=pt\n");
    }

    @Test
    void a_frozen_set_is_stored_sorted_and_an_empty_one_not_at_all() throws Exception {
        Path model = model("{\"k\":\"v\"}");
        Run.mlxj("metadata", "-i", model, "--set", "mlxj.frozen=[\"w\", \"b\"]");
        assertThat(Run.mlxj("metadata", model).out())
                .isEqualTo("format=pt\nk=v\nmlxj.frozen=[\"b\",\"w\"]\n");
        Run.mlxj("metadata", "-i", model, "--set", "mlxj.frozen=[]");
        assertThat(Run.mlxj("metadata", model).out()).isEqualTo("format=pt\nk=v\n");
    }

    @Test
    void keys_that_loaders_take_for_a_tensor_are_refused_and_never_copied() throws Exception {
        Path model = model("{\"Shape\":\"x\",\"k\":\"v\"}");
        assertThat(Run.mlxj("metadata", "-i", model, "--set", "DTYPE=x").code()).isEqualTo(2);
        Run.mlxj("copy", model);
        assertThat(Run.mlxj("metadata", home.resolve("m-copy.safetensors")).out())
                .isEqualTo("format=pt\nk=v\n");
    }

    @Test
    void what_cannot_be_set_is_wrong_usage() throws Exception {
        Path model = model("{\"k\":\"v\"}");
        byte[] before = Files.readAllBytes(model);
        assertThat(Run.mlxj("metadata", "-i", model, "--set", "novalue").err())
                .isEqualTo("error: --set 'novalue': there is no '='\nhint: write K=V\n");
        assertThat(Run.mlxj("metadata", "-i", model, "--set", "=v").err())
                .isEqualTo("error: --set '=v': the key is empty\nhint: write K=V\n");
        assertThat(Run.mlxj("metadata", "-i", model, "--set", "a=1", "--set", "a=2").err())
                .isEqualTo("error: --set names 'a' twice\n");
        assertThat(Run.mlxj("metadata", "-i", model, "--set", "mlxj.frozen=x").code()).isEqualTo(2);
        assertThat(Run.mlxj("metadata", "-i", model, "--set", "k=1", "--unset", "k").code())
                .isEqualTo(2);
        assertThat(model).hasBinaryContent(before);
    }

    @Test
    void a_copy_with_the_same_metadata_says_that_nothing_had_to_change() throws Exception {
        Path model = model("{\"format\":\"pt\"}");
        assertThat(Run.mlxj("metadata", model, "--unset", "none").err())
                .isEqualTo("warning: there is no metadata key 'none'\nnothing to change\n");
    }

    @Test
    void in_a_sharded_model_set_writes_the_index_and_unset_the_shards_too() throws Exception {
        Path single =
                TinyModel.with("a", 1)
                        .and("b", 2)
                        .metadata("{\"k\":\"v\",\"l\":\"m\"}")
                        .write(home.resolve("m.safetensors"));
        Path out = home.resolve("s");
        Run.mlxj("copy", single, "-o", out, "--max-shard-size", 250);
        Path shard = out.resolve("model-00002-of-00002.safetensors");
        assertThat(TinyModel.header(shard)).contains("{\"format\":\"pt\",\"k\":\"v\",\"l\":\"m\"}");
        Run.mlxj("metadata", "-i", out, "--set", "k=index");
        assertThat(TinyModel.header(shard)).contains("\"k\":\"v\"");
        assertThat(Run.mlxj("metadata", out).out()).contains("k=index\n");
        assertThat(Run.mlxj("metadata", "-i", out, "--unset", "k").code()).isZero();
        assertThat(TinyModel.header(shard)).contains("{\"format\":\"pt\",\"l\":\"m\"}");
        assertThat(Run.mlxj("metadata", out).out()).doesNotContain("k=");
    }
}
