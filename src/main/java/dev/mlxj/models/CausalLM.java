package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.layers.Linear;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A causal language model: a stack of decoder layers, and the scores of the next token.
 *
 * <p>Inputs: {@code input_ids} [batch, length], and optionally {@code attention_mask} of the same
 * shape, 0 where there is padding, which no token attends to. Positions are counted from the first
 * column in every row, padding or not. Outputs: {@code hidden_states.0 .. N}, of which the last is
 * normalised, and {@code logits} [batch, length, vocabulary] or, without a head, {@code
 * last_hidden_state} [batch, length, hidden].
 */
final class CausalLM extends Model {
    /** What lies under the head, whatever its parts are called in the checkpoint. A module. */
    interface Stack {
        /** What enters the first layer, [batch, length, hidden]. */
        Array embed(Array ids);

        List<DecoderLayer> layers();

        /** What leaves the last layer, normalised. */
        Array norm(Array x);

        /** Scores by the embedding itself, where the head is tied to it. */
        Array scores(Array x);
    }

    /**
     * What a family makes of its config.
     *
     * @param longest how many tokens a sequence may have
     * @param tied whether the embedding is also the head
     * @param logits what becomes of the scores: scaled, capped
     */
    record Parts(
            Stack stack,
            int vocabularySize,
            int hiddenSize,
            int longest,
            boolean tied,
            Layer logits) {

        /** A stack of the usual size, for sequences of any length, whose scores are the logits. */
        static Parts of(DecoderConfig config, Stack stack) {
            return of(config, stack, scores -> scores);
        }

        static Parts of(DecoderConfig config, Stack stack, Layer logits) {
            return new Parts(
                    stack,
                    config.vocabularySize(),
                    config.hiddenSize(),
                    Integer.MAX_VALUE,
                    config.tied(),
                    logits);
        }
    }

    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask");
    private static final int SAMPLE = 16;

    private final Parts parts;
    private final Child<Stack> stack;
    private final boolean scores;
    private final @Nullable ChildLayer head;

    /**
     * A model.
     *
     * @param stackName of the stack in the checkpoint: {@code model}
     * @param headName of the projection, where there is one: {@code lm_head}
     * @param scores whether there are scores, or the model ends with its states
     */
    CausalLM(Parts parts, String stackName, String headName, boolean scores) {
        this.parts = parts;
        this.scores = scores;
        stack = child(stackName, parts.stack);
        head =
                scores && !parts.tied
                        ? layer(headName, new Linear(parts.hiddenSize, parts.vocabularySize, false))
                        : null;
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, INPUTS);
        Array ids = inputs.tokens("input_ids", parts.longest, parts.vocabularySize);
        int length = Math.toIntExact(ids.shape().extent(1));
        CausalMask mask =
                new CausalMask(length, inputs.optional("attention_mask", ids.shape()).orElse(null));

        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array x = stack.value().embed(ids);
        int layers = stack.value().layers().size();
        for (int i = 0; i < layers; i++) {
            outputs.put("hidden_states." + i, x);
            x = stack.value().layers().get(i).forward(x, mask);
        }
        x = stack.value().norm(x);
        outputs.put("hidden_states." + layers, x);
        outputs.put(scores ? "logits" : "last_hidden_state", scores ? logits(x) : x);
        return outputs;
    }

    private Array logits(Array x) {
        return parts.logits.forward(head == null ? stack.value().scores(x) : head.forward(x));
    }

    @Override
    public boolean predictsNext() {
        return scores;
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        int length = Math.min(parts.longest, SAMPLE);
        inputs.put("input_ids", Inputs.sampleTokens(parts.vocabularySize, length));
        return inputs;
    }
}
