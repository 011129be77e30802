package dev.mlxj.models;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.mlxj.array.Array;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Outputs are those of transformers, computed in F32 ({@code testdata/models}). */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CausalLMTest {
    private static final Path MODELS =
            Path.of(System.getProperty("mlxj.models", "../testdata/models"));

    /** Every folder that holds a causal language model. */
    static List<String> models() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(MODELS, Files::isDirectory)) {
            for (Path folder : folders) {
                try (Checkpoint checkpoint = Checkpoint.open(folder)) {
                    Optional<LoadedModel> loaded = Architectures.load(checkpoint);
                    if (loaded.isPresent() && loaded.get().model() instanceof CausalLM) {
                        names.add(folder.getFileName().toString());
                    }
                }
            }
        }
        names.sort(null);
        return names;
    }

    @ParameterizedTest
    @MethodSource("models")
    void outputs_are_those_of_transformers(String name) throws IOException {
        Path directory = MODELS.resolve(name);
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            Model model = load(checkpoint);
            for (String padding : new String[] {"", "_masked"}) {
                Path expected = directory.resolve("expected" + padding + ".safetensors");
                if (Files.exists(expected)) {
                    require(model, directory.resolve("input" + padding + ".safetensors"), expected);
                }
            }
        }
    }

    private static void require(Model model, Path input, Path expected) throws IOException {
        Map<String, Array> inputs = read(input);
        Map<String, Array> outputs = model.forward(inputs);
        read(expected)
                .forEach(
                        (output, array) ->
                                Closeness.require(
                                        expected + " " + output,
                                        requireNonNull(outputs.get(output)),
                                        array,
                                        2e-5,
                                        inputs.get("attention_mask")));
    }

    private static Model load(Checkpoint checkpoint) throws IOException {
        LoadedModel loaded = Architectures.load(checkpoint).orElseThrow();
        assertThat(loaded.fit().findings()).isEmpty();
        loaded.model().setDtype(DType.F32);
        return loaded.model();
    }

    private static SequencedMap<String, Array> read(Path file) throws IOException {
        SequencedMap<String, Array> arrays = new LinkedHashMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (String name : checkpoint.entries().keySet()) {
                Array array = Array.of(checkpoint.source(name));
                Array.eval(array);
                arrays.put(name, array);
            }
        }
        return arrays;
    }
}
