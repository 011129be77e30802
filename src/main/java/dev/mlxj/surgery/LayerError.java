package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Numbers;
import dev.mlxj.surgery.ForwardPass.Output;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What enters or leaves a layer, beside what it should be.
 *
 * @param name of the output: {@code hidden_states.3}
 * @param rms root mean square of its values
 * @param comparison with the reference or the expected values; empty where there are none
 */
public record LayerError(
        String name, double rms, Optional<OutputComparison> comparison, boolean passed) {

    /** Whether an output is a state between layers: {@code encoder_hidden_states.0}. */
    static boolean isState(String output) {
        return output.contains("hidden_states.");
    }

    /** The root mean square of the rows that count. */
    static double rms(Output output, boolean[] counted) {
        Numbers numbers = new Numbers();
        double squares = 0;
        long values = 0;
        for (int row = 0; row < counted.length; row++) {
            if (counted[row]) {
                for (double value : output.row(row, numbers)) {
                    squares += value * value;
                }
                values += output.width();
            }
        }
        return values == 0 ? 0 : Math.sqrt(squares / values);
    }

    /**
     * Where the layers part from what they should be, as a sentence; empty if that is not known.
     */
    static Optional<String> divergence(List<LayerError> layers) {
        LayerError before = null;
        for (LayerError layer : layers) {
            if (layer.comparison.isEmpty()) {
                return Optional.empty();
            }
            if (!layer.passed) {
                String since = before == null ? "" : ", before it " + number(before.relativeRms());
                return Optional.of(
                        "diverges at "
                                + layer.name
                                + ": relative RMS "
                                + number(layer.relativeRms())
                                + since);
            }
            before = layer;
        }
        return before == null
                ? Optional.empty()
                : Optional.of(
                        "no layer diverges: relative RMS "
                                + number(layers.getFirst().relativeRms())
                                + " at first, "
                                + number(before.relativeRms())
                                + " at last");
    }

    private double relativeRms() {
        return comparison.map(OutputComparison::relativeRms).orElse(0.0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
