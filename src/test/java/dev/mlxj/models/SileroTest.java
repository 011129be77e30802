package dev.mlxj.models;

import static java.util.Objects.requireNonNull;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Conv1d;
import dev.mlxj.nn.layers.ConvOptions;
import dev.mlxj.nn.layers.LSTM;
import dev.mlxj.weights.Weights;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The real Silero speech detector of {@code testdata/models/silero}, built of this library's
 * layers. Expected are the probabilities and the last state that torch computed for eight frames of
 * sound.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SileroTest {
    private static final Path TESTDATA = Path.of("..", "testdata");

    /**
     * Short-time spectrum, four convolutions, an LSTM cell, and a projection to one probability.
     */
    private static final class Silero extends Module {
        private static final int REFLECTED = 64;
        private static final int BINS = 129;

        private final ChildLayer spectrum =
                layer("stft_conv", new Conv1d(1, 2 * BINS, 256, convolution(128, 0, false)));
        private final List<ChildLayer> encoder =
                List.of(
                        layer("conv1", new Conv1d(BINS, 128, 3, convolution(1, 1, true))),
                        layer("conv2", new Conv1d(128, 64, 3, convolution(2, 1, true))),
                        layer("conv3", new Conv1d(64, 64, 3, convolution(2, 1, true))),
                        layer("conv4", new Conv1d(64, 128, 3, convolution(1, 1, true))));
        private final LSTM cell = child("lstm_cell", new LSTM(128, 128)).value();
        private final ChildLayer projection = layer("final_conv", new Conv1d(128, 1, 1));

        private static ConvOptions convolution(int stride, int padding, boolean bias) {
            return new ConvOptions(List.of(stride), List.of(padding), List.of(1), 1, bias);
        }

        /** Of {@code [1, samples]}; the last sample is the mirror of what is added behind it. */
        Array states(Array frame) {
            long n = frame.shape().extent(1);
            Array mirrored = frame.slice(1, n - 1 - REFLECTED, n - 1).flip(1);
            Array sound = Array.concatenate(List.of(frame, mirrored), 1).expandDims(-1);
            List<Array> parts = spectrum.forward(sound).split(2, -1);
            Array x = parts.getFirst().square().add(parts.getLast().square()).sqrt();
            for (ChildLayer convolution : encoder) {
                x = convolution.forward(x).maximum(0);
            }
            return x;
        }

        LSTM.States next(Array frame, LSTM.@Nullable States before) {
            Array x = states(frame);
            return before == null
                    ? cell.forward(x)
                    : cell.forward(x, last(before.hidden()), last(before.cell()));
        }

        Array probability(LSTM.States states) {
            return projection.forward(states.hidden().maximum(0)).sigmoid().mean();
        }
    }

    @Test
    void probabilities_of_speech_are_those_of_torch() throws IOException {
        Silero silero = new Silero();
        try (Weights weights = Weights.load(TESTDATA.resolve("models/silero"));
                Weights input =
                        Weights.load(TESTDATA.resolve("expected/silero.input.safetensors"));
                Weights expected =
                        Weights.load(TESTDATA.resolve("expected/silero.expected.safetensors"))) {
            silero.loadWeights(parameters(weights.arrays()));
            Array frames = requireNonNull(input.arrays().get("frames"));
            List<Array> probabilities = new ArrayList<>();
            LSTM.States states = null;
            for (long i = 0; i < frames.shape().extent(0); i++) {
                states = silero.next(frames.slice(0, i, i + 1), states);
                probabilities.add(silero.probability(states));
            }

            Map<String, Array> wanted = expected.arrays();
            Array found = Array.stack(probabilities, 0);
            require("probabilities", found, wanted);
            require("h", last(requireNonNull(states).hidden()), wanted);
            require("c", last(states.cell()), wanted);
        }
    }

    private static void require(String name, Array found, Map<String, Array> expected) {
        Closeness.require(name, found, requireNonNull(expected.get(name)), 2e-6, null);
    }

    /** [1, length, features] to [1, features]. */
    private static Array last(Array states) {
        long length = states.shape().extent(1);
        return states.slice(1, length - 1, length).squeeze(1);
    }

    /** As torch stores them: channels before the window, two biases of a cell. */
    private static SequencedMap<String, Array> parameters(Map<String, Array> stored) {
        SequencedMap<String, Array> parameters = new LinkedHashMap<>();
        stored.forEach(
                (name, array) ->
                        parameters.put(
                                name,
                                name.contains("conv") && array.ndim() == 3
                                        ? array.transpose(0, 2, 1)
                                        : array));
        parameters.put("lstm_cell.Wx", take(parameters, "lstm_cell.weight_ih"));
        parameters.put("lstm_cell.Wh", take(parameters, "lstm_cell.weight_hh"));
        Array bias = take(parameters, "lstm_cell.bias_ih");
        parameters.put("lstm_cell.bias", bias.add(take(parameters, "lstm_cell.bias_hh")));
        return parameters;
    }

    private static Array take(Map<String, Array> arrays, String name) {
        return requireNonNull(arrays.remove(name), name);
    }
}
