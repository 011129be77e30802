package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.Numbers;
import dev.mlxj.models.Model;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.tree.Tree;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The outputs of a model on some inputs, computed.
 *
 * @param outputs in the order in which they are computed
 * @param inputs what they were computed from
 */
record ForwardPass(SequencedMap<String, Output> outputs, Map<String, Array> inputs) {

    /** One output: rows of values that belong together, those of the last axis. */
    record Output(Tensor tensor) {
        Shape shape() {
            return tensor.shape();
        }

        /** The extent of the last axis. */
        int width() {
            return shape().rank() == 0 ? 1 : Math.toIntExact(shape().extent(-1));
        }

        int rows() {
            return width() == 0 ? 0 : Math.toIntExact(shape().elements() / width());
        }

        /** The values of a row. */
        double[] row(int index, Numbers numbers) {
            double[] values = new double[width()];
            long from = (long) index * values.length;
            for (int done = 0; done < values.length; done += Numbers.ELEMENTS) {
                int n = Math.min(Numbers.ELEMENTS, values.length - done);
                numbers.load(tensor.dtype(), tensor.bytes(), from + done, n);
                System.arraycopy(numbers.values(), 0, values, done, n);
            }
            return values;
        }
    }

    /**
     * Runs the model.
     *
     * @param compute the dtype to compute in; empty for the stored one
     */
    static ForwardPass of(Model model, Optional<DType> compute, Map<String, Array> inputs) {
        SequencedMap<String, Array> graph = graph(model, compute, inputs);
        Array.eval(graph.values());
        SequencedMap<String, Output> outputs = new LinkedHashMap<>();
        graph.forEach((name, array) -> outputs.put(name, output(array)));
        return new ForwardPass(outputs, inputs);
    }

    /**
     * Everything that the model gives, not computed yet. Widened weights belong to this graph and
     * not to the model, so that each of them goes with its last use.
     */
    static SequencedMap<String, Array> graph(
            Model model, Optional<DType> compute, Map<String, Array> inputs) {
        Tree<Array> stored = model.parameters();
        compute.ifPresent(model::setDtype);
        try {
            return model.forward(inputs);
        } finally {
            model.update(stored);
        }
    }

    /** The values of an array, which is computed for it. */
    static Output output(Array array) {
        return new Output(array.tensor());
    }

    /** Whether the rows of an output are scores of a vocabulary, of classes, or of places. */
    static boolean isScores(String output) {
        return output.equals("logits")
                || output.endsWith("_logits")
                || output.startsWith("logits_per_");
    }

    /**
     * An output as it is compared: where the mask speaks of tokens, the scores of an answer's ends
     * are one value for each token.
     */
    Output compared(String name, Output output) {
        Array mask = inputs.get("attention_mask");
        boolean places = name.equals("start_logits") || name.equals("end_logits");
        if (!places || mask == null || !mask.shape().equals(output.shape())) {
            return output;
        }
        Shape single = Shape.of(output.shape().extent(0), output.shape().extent(1), 1);
        return new Output(new Tensor(output.tensor().dtype(), single, output.tensor().bytes()));
    }

    /**
     * Which rows of an output count: those of tokens that the attention mask lets through, and all
     * of an output that does not have a row for each token. What a decoder gives has the decoder's
     * mask.
     */
    boolean[] counted(String name, Output output) {
        boolean[] counted = new boolean[output.rows()];
        Arrays.fill(counted, true);
        boolean decoded = inputs.containsKey("decoder_input_ids") && !name.startsWith("encoder_");
        Array mask = inputs.get(decoded ? "decoder_attention_mask" : "attention_mask");
        if (mask != null && hasTokens(output.shape(), mask.shape())) {
            Output tokens = output(mask.astype(DType.F32).flatten());
            double[] let = tokens.row(0, new Numbers());
            int perToken = counted.length / Math.max(1, let.length);
            for (int row = 0; row < counted.length; row++) {
                counted[row] = let[row / perToken] != 0;
            }
        }
        return counted;
    }

    /** Whether an output is [batch, length, ...] as the mask is [batch, length]. */
    private static boolean hasTokens(Shape output, Shape mask) {
        return mask.rank() == 2
                && output.rank() > 2
                && output.extent(0) == mask.extent(0)
                && output.extent(1) == mask.extent(1);
    }
}
