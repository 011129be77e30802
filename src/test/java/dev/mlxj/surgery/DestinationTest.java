package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.surgery.Output.Where;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DestinationTest {
    @TempDir Path home;

    private static Output output(Where where, @Nullable Long shardSize) {
        return new Output(where, false, shardSize, false, null, null, true, false);
    }

    private Destination of(Path model, Where where) throws IOException {
        return Destination.of(model, output(where, null), "f16");
    }

    @Test
    void beside_a_file_the_suffix_goes_before_the_extension() throws Exception {
        assertThat(of(home.resolve("m.safetensors"), new Where.Beside()))
                .isEqualTo(new Destination.ToFile(home.resolve("m-f16.safetensors")));
        assertThat(of(home.resolve("m.v2"), new Where.Beside()))
                .isEqualTo(new Destination.ToFile(home.resolve("m.v2-f16")));
    }

    @Test
    void beside_a_directory_stands_another() throws Exception {
        Path model = Files.createDirectory(home.resolve("m"));
        Destination expected = new Destination.ToDirectory(home.resolve("m-f16"));
        assertThat(of(model, new Where.Beside())).isEqualTo(expected);
        assertThat(of(model.resolve("model.safetensors.index.json"), new Where.Beside()))
                .isEqualTo(expected);
        assertThat(of(Path.of("m/model.safetensors.index.json"), new Where.Beside()))
                .isEqualTo(new Destination.ToDirectory(Path.of("m-f16")));
        assertThat(of(model.resolve("."), new Where.Beside()).path())
                .isEqualTo(home.toRealPath().resolve("m-f16"));
    }

    @Test
    void out_is_a_directory_by_its_slash_by_sharding_or_for_a_directory() throws Exception {
        Path model = Files.createDirectory(home.resolve("m"));
        Path file = home.resolve("m.safetensors");
        assertThat(of(file, new Where.At("out/"))).isInstanceOf(Destination.ToDirectory.class);
        assertThat(of(file, new Where.At("out"))).isInstanceOf(Destination.ToFile.class);
        assertThat(of(model, new Where.At("out"))).isInstanceOf(Destination.ToDirectory.class);
        assertThat(of(model, new Where.At("out.safetensors")))
                .isInstanceOf(Destination.ToFile.class);
        assertThat(of(model, new Where.At("out.v2"))).isInstanceOf(Destination.ToDirectory.class);
        assertThat(Destination.of(file, output(new Where.At("o.safetensors"), 9L), "x"))
                .isInstanceOf(Destination.ToDirectory.class);
        assertThat(of(model, new Where.At("-"))).isEqualTo(new Destination.ToFile(Path.of("-")));
    }

    @Test
    void shards_go_neither_to_standard_output_nor_into_the_place_of_a_file() {
        assertThatThrownBy(
                        () -> Destination.of(home.resolve("m"), output(new Where.At("-"), 9L), "x"))
                .hasMessageContaining("standard output cannot take");
        assertThatThrownBy(
                        () ->
                                Destination.of(
                                        home.resolve("m.safetensors"),
                                        output(new Where.InPlace(), 9L),
                                        "x"))
                .hasMessageContaining("-i would replace a file");
    }
}
