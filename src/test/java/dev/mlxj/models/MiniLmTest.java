package dev.mlxj.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.util.Objects.requireNonNull;

import dev.mlxj.array.Array;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The real MiniLM sentence encoder, where {@code scripts/fetch-models} has put it into {@code
 * models/minilm}. Expected are states and sentence embeddings that transformers computed in F32,
 * from the weights as they are and from weights rounded to F16 and BF16.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MiniLmTest {
    private static final Path MODEL = Path.of("..", "models", "minilm");
    private static final Path EXPECTED = Path.of("..", "testdata", "expected");

    @ParameterizedTest
    @CsvSource({
        "a, F32", "b, F32", "c, F32", "a, F16", "b, F16", "c, F16", "a, BF16", "b, BF16", "c, BF16"
    })
    void states_and_embeddings_are_those_of_transformers(String batch, DType dtype)
            throws IOException {
        assumeTrue(Files.isDirectory(MODEL), "no models/minilm; run scripts/fetch-models");
        try (Checkpoint checkpoint = Checkpoint.open(MODEL);
                Checkpoint inputs = Checkpoint.open(EXPECTED.resolve("minilm.input.safetensors"));
                Checkpoint expected =
                        Checkpoint.open(EXPECTED.resolve("minilm.expected.safetensors"))) {
            LoadedModel loaded = Architectures.load(checkpoint).orElseThrow();
            assertThat(loaded.fit().findings()).isEmpty();
            loaded.model().setDtype(dtype).setDtype(DType.F32);
            Array ids = Array.of(inputs.source(batch + ".input_ids"));
            Array mask = Array.of(inputs.source(batch + ".attention_mask"));

            Map<String, Array> outputs =
                    loaded.model().forward(Map.of("input_ids", ids, "attention_mask", mask));

            Array states = requireNonNull(outputs.get("last_hidden_state"));
            String prefix = batch + "." + dtype.shortName() + ".";
            if (expected.entries().containsKey(prefix + "last_hidden_state")) {
                Array wanted = Array.of(expected.source(prefix + "last_hidden_state"));
                Closeness.require(prefix, states, wanted, 2e-5, mask);
            }
            Array wanted = Array.of(expected.source(prefix + "embedding"));
            Closeness.require(prefix, embedding(states, mask), wanted, 2e-6, null);
        }
    }

    /** The mean over the tokens, of length 1. */
    private static Array embedding(Array states, Array mask) {
        Array counts = mask.astype(DType.F32).expandDims(-1);
        Array mean = states.multiply(counts).sum(1).divide(counts.sum(1));
        return mean.divide(mean.square().sumKeepDims(-1).sqrt());
    }
}
