package dev.mlxj.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mlxj.array.Array;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Every model of {@code testdata/models} that has expected outputs, each an output of transformers
 * computed in F32. Another folder of such models is run with {@code -Dmlxj.models=DIR}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TransformersTest {
    private static final Path MODELS =
            Path.of(
                    System.getProperty(
                            "mlxj.models", Path.of("..", "testdata", "models").toString()));

    static Stream<Path> models() throws IOException {
        try (Stream<Path> folders = Files.list(MODELS)) {
            return folders
                    .filter(
                            folder ->
                                    Files.exists(folder.resolve("config.json"))
                                            && Files.exists(folder.resolve("expected.safetensors")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** {@link CausalLMTest} compares the decoders. */
    static Stream<Path> othersThanDecoders() throws IOException {
        List<Path> others = new ArrayList<>();
        for (Path folder : models().toList()) {
            try (Checkpoint checkpoint = Checkpoint.open(folder)) {
                if (!(Architectures.load(checkpoint).orElseThrow().model() instanceof CausalLM)) {
                    others.add(folder);
                }
            }
        }
        return others.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("othersThanDecoders")
    void outputs_are_those_of_transformers(Path folder) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            LoadedModel loaded = Architectures.load(checkpoint).orElseThrow();
            assertThat(loaded.fit().findings()).isEmpty();
            loaded.model().setDtype(DType.F32);
            for (String padding : new String[] {"", "_masked"}) {
                Path expected = folder.resolve("expected" + padding + ".safetensors");
                if (Files.exists(expected)) {
                    Path input = folder.resolve("input" + padding + ".safetensors");
                    require(loaded.model(), read(input), read(expected));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void a_model_runs_on_its_own_sample(Path folder) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            Model model = Architectures.load(checkpoint).orElseThrow().model();

            Map<String, Array> outputs = model.forward(model.sampleInputs());

            outputs.forEach(
                    (name, array) ->
                            assertThat(array.astype(DType.F32).isfinite().all().itemBoolean())
                                    .as(name)
                                    .isTrue());
        }
    }

    private static void require(
            Model model, Map<String, Array> inputs, Map<String, Array> expected) {
        Map<String, Array> outputs = model.forward(inputs);
        expected.forEach(
                (name, wanted) -> {
                    Array found = outputs.get(name);
                    if (found == null) {
                        fail("no output '%s' among %s", name, outputs.keySet());
                    } else {
                        Closeness.require(name, found, wanted, 2e-5, mask(inputs, name, wanted));
                    }
                });
    }

    /** Which rows of an output count; null if all do. */
    private static @Nullable Array mask(Map<String, Array> inputs, String name, Array output) {
        boolean decoded = inputs.containsKey("decoder_input_ids") && !name.startsWith("encoder_");
        Array mask = inputs.get(decoded ? "decoder_attention_mask" : "attention_mask");
        boolean tokens =
                mask != null
                        && mask.ndim() < output.ndim()
                        && mask.shape()
                                .toList()
                                .equals(output.shape().toList().subList(0, mask.ndim()));
        return tokens ? mask : null;
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
