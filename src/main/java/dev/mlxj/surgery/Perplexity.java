package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.Numbers;
import dev.mlxj.models.Model;
import dev.mlxj.surgery.ForwardPass.Output;
import dev.mlxj.tensor.DType;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How well a causal language model predicts texts: the mean of {@code -ln p(next token | tokens
 * before it)}. A token that is masked is neither predicted nor predicted from.
 *
 * @param meanNll in nats
 * @param predictions over how many
 */
public record Perplexity(double meanNll, long predictions) {
    /** {@code exp(meanNll)}. */
    public double value() {
        return Math.exp(meanNll);
    }

    /**
     * Runs the model on each text alone.
     *
     * @param compute the dtype to compute in; empty for the stored one
     * @param texts {@code input_ids} [texts, length], and {@code attention_mask} where they differ
     *     in length
     * @throws IllegalArgumentException if the model does not predict tokens, or there is nothing to
     *     predict
     */
    static Perplexity of(Model model, Optional<DType> compute, Map<String, Array> texts) {
        if (!model.predictsNext()) {
            throw new IllegalArgumentException(
                    "perplexity: the model gives no scores of the next token");
        }
        Array ids = texts.get("input_ids");
        if (ids == null || ids.ndim() != 2) {
            throw new IllegalArgumentException(
                    "perplexity: it takes input_ids [texts, length], %s"
                            .formatted(ids == null ? "which are missing" : "not " + ids.shape()));
        }
        double sum = 0;
        long predictions = 0;
        for (long text = 0; text < ids.shape().extent(0); text++) {
            Map<String, Array> inputs = text(texts, text);
            Array logits = ForwardPass.graph(model, compute, inputs).get("logits");
            if (logits != null) {
                Perplexity found = of(ForwardPass.output(logits), inputs);
                sum += found.predictions == 0 ? 0 : found.meanNll * found.predictions;
                predictions += found.predictions;
            }
        }
        if (predictions == 0) {
            throw new IllegalArgumentException("perplexity: it takes a text of two tokens or more");
        }
        return new Perplexity(sum / predictions, predictions);
    }

    /** One text, without the padding behind it. */
    private static Map<String, Array> text(Map<String, Array> texts, long index) {
        SequencedMap<String, Array> text = new LinkedHashMap<>();
        texts.forEach((name, array) -> text.put(name, array.slice(0, index, index + 1)));
        Array mask = text.get("attention_mask");
        if (mask == null) {
            return text;
        }
        double[] tokens = ForwardPass.output(mask).row(0, new Numbers());
        int end = tokens.length;
        while (end > 1 && tokens[end - 1] == 0) {
            end--;
        }
        int length = end;
        text.replaceAll((name, array) -> array.slice(1, 0, length));
        return text;
    }

    /**
     * From scores that are there.
     *
     * @param logits [texts, length, vocabulary]
     * @param inputs what they were computed from
     */
    static Perplexity of(Output logits, Map<String, Array> inputs) {
        Array ids = inputs.get("input_ids");
        Array mask = inputs.get("attention_mask");
        if (ids == null) {
            throw new IllegalArgumentException("perplexity: input_ids are missing");
        }
        Numbers numbers = new Numbers();
        int length = Math.toIntExact(ids.shape().extent(1));
        double sum = 0;
        long predictions = 0;
        for (int text = 0; text < ids.shape().extent(0); text++) {
            double[] tokens = ForwardPass.output(ids).row(text, numbers);
            double[] let = new double[length];
            Arrays.fill(let, 1);
            if (mask != null) {
                let = ForwardPass.output(mask).row(text, numbers);
            }
            for (int i = 0; i + 1 < length; i++) {
                if (let[i] != 0 && let[i + 1] != 0) {
                    double[] scores = logits.row(text * length + i, numbers);
                    sum += OutputComparison.logSumExp(scores) - scores[(int) tokens[i + 1]];
                    predictions++;
                }
            }
        }
        return new Perplexity(predictions == 0 ? 0 : sum / predictions, predictions);
    }
}
