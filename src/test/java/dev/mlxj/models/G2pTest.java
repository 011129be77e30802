package dev.mlxj.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.util.Objects.requireNonNull;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Embedding;
import dev.mlxj.nn.layers.GRU;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.weights.Weights;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The real g2p-en, which spells out how English words sound, where {@code scripts/fetch-models} has
 * put it into {@code models/g2p}. Expected are the scores of the phonemes, step by step.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class G2pTest {
    private static final Path MODEL = Path.of("..", "models", "g2p", "checkpoint20.npz");
    private static final Path EXPECTED = Path.of("..", "testdata", "expected");
    private static final int LETTERS = 29;
    private static final int PHONEMES = 74;
    private static final int HIDDEN = 256;
    private static final int STEPS = 20;
    private static final int START = 2;

    /** A GRU over the letters, and one that begins with its last state and hears its own voice. */
    private static final class G2p extends Module {
        private final ChildLayer letters = layer("enc_emb", new Embedding(LETTERS, HIDDEN));
        private final ChildLayer phonemes = layer("dec_emb", new Embedding(PHONEMES, HIDDEN));
        private final Child<GRU> encoder = child("enc", new GRU(HIDDEN, HIDDEN));
        private final Child<GRU> decoder = child("dec", new GRU(HIDDEN, HIDDEN));
        private final ChildLayer projection = layer("fc", new Linear(HIDDEN, PHONEMES));

        /** The scores of each step, [20, 74]. */
        Array speak(Array word) {
            Array heard = encoder.value().forward(letters.forward(word.expandDims(0)));
            long length = heard.shape().extent(1);
            Array state = heard.slice(1, length - 1, length).squeeze(1);
            Array spoken = Array.of(START);
            List<Array> scores = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                Array voice = phonemes.forward(spoken).expandDims(0);
                state = decoder.value().forward(voice, state).squeeze(1);
                Array score = projection.forward(state);
                scores.add(score.squeeze(0));
                spoken = score.argmax(-1);
            }
            return Array.stack(scores, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"surgery", "tensor", "module"})
    void scores_of_phonemes_are_those_of_the_package(String word) throws IOException {
        assumeTrue(Files.exists(MODEL), "no models/g2p; run scripts/fetch-models g2p");
        G2p g2p = new G2p();
        try (Weights weights = Weights.load(MODEL);
                Weights input = Weights.load(EXPECTED.resolve("g2p.input.safetensors"));
                Weights expected = Weights.load(EXPECTED.resolve("g2p.expected.safetensors"))) {
            g2p.loadWeights(parameters(weights.arrays()));

            Array scores = g2p.speak(requireNonNull(input.arrays().get(word)));

            Array wanted = requireNonNull(expected.arrays().get(word));
            Closeness.require(word, scores, wanted, 2e-5, null);
        }
    }

    /** The package has a bias for what is heard and one for the state, each for r, z and n. */
    private static SequencedMap<String, Array> parameters(Map<String, Array> stored) {
        SequencedMap<String, Array> parameters = new LinkedHashMap<>();
        for (String half : List.of("enc", "dec")) {
            parameters.put(half + "_emb.weight", get(stored, half + "_emb"));
            parameters.put(half + ".Wx", get(stored, half + "_w_ih"));
            parameters.put(half + ".Wh", get(stored, half + "_w_hh"));
            Array heard = get(stored, half + "_b_ih");
            Array own = get(stored, half + "_b_hh");
            Array gates = heard.slice(0, 0, 2 * HIDDEN).add(own.slice(0, 0, 2 * HIDDEN));
            Array n = heard.slice(0, 2 * HIDDEN, 3 * HIDDEN);
            parameters.put(half + ".b", Array.concatenate(List.of(gates, n), 0));
            parameters.put(half + ".bhn", own.slice(0, 2 * HIDDEN, 3 * HIDDEN));
        }
        parameters.put("fc.weight", get(stored, "fc_w"));
        parameters.put("fc.bias", get(stored, "fc_b"));
        return parameters;
    }

    private static Array get(Map<String, Array> stored, String name) {
        return requireNonNull(stored.get(name), name);
    }
}
