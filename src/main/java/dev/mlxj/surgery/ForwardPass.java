package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.Numbers;
import dev.mlxj.models.Model;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The outputs of a model on some inputs, computed.
 *
 * @param outputs in the order in which they are computed
 * @param inputs what they were computed from
 */
record ForwardPass(SequencedMap<String, Output> outputs, Map<String, Array> inputs) {

    /** One output: its shape, and its values row by row. */
    static final class Output {
        private final Shape shape;
        private final double[] values;

        Output(Shape shape, double[] values) {
            this.shape = shape;
            this.values = values;
        }

        Shape shape() {
            return shape;
        }

        /** Not a copy. */
        double[] values() {
            return values;
        }

        boolean isFinite() {
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    return false;
                }
            }
            return true;
        }

        /** The extent of the last axis: how many values belong together. */
        int width() {
            return shape.rank() == 0 ? 1 : Math.toIntExact(shape.extent(-1));
        }

        int rows() {
            return width() == 0 ? 0 : values.length / width();
        }
    }

    /** Runs the model. Its weights are widened where they are used, and not kept so. */
    static ForwardPass of(Model model, Map<String, Array> inputs) {
        SequencedMap<String, Array> graph = model.forward(inputs);
        Array.eval(graph.values());
        SequencedMap<String, Output> outputs = new LinkedHashMap<>();
        graph.forEach((name, array) -> outputs.put(name, output(array)));
        return new ForwardPass(outputs, inputs);
    }

    /** The values of an array, which is computed for it. */
    static Output output(Array array) {
        Tensor tensor = array.tensor();
        Numbers numbers = new Numbers();
        double[] values = new double[Math.toIntExact(tensor.shape().elements())];
        for (int first = 0; first < values.length; first += Numbers.ELEMENTS) {
            int n = Math.min(Numbers.ELEMENTS, values.length - first);
            numbers.load(tensor.dtype(), tensor.bytes(), first, n);
            System.arraycopy(numbers.values(), 0, values, first, n);
        }
        return new Output(tensor.shape(), values);
    }

    /**
     * Which rows of an output count: those of tokens that the attention mask lets through, and all
     * of an output that does not have a row for each token.
     */
    boolean[] counted(Output output) {
        boolean[] counted = new boolean[output.rows()];
        Arrays.fill(counted, true);
        Array mask = inputs.get("attention_mask");
        if (mask != null && hasTokens(output.shape(), mask.shape())) {
            double[] tokens = output(mask.astype(DType.F32)).values();
            int perToken = counted.length / Math.max(1, tokens.length);
            for (int row = 0; row < counted.length; row++) {
                counted[row] = tokens[row / perToken] != 0;
            }
        }
        return counted;
    }

    /** Whether an output is [batch, length, ...] as the mask is [batch, length]. */
    private static boolean hasTokens(Shape output, Shape mask) {
        return output.rank() > 2
                && output.extent(0) == mask.extent(0)
                && output.extent(1) == mask.extent(1);
    }
}
