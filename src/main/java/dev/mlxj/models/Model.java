package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Module;

import java.util.Map;
import java.util.SequencedMap;

/**
 * A whole network: named inputs in, named outputs out, both with the names of transformers ({@code
 * input_ids}, {@code attention_mask}; {@code logits}, {@code last_hidden_state}, {@code
 * hidden_states.0}, ..).
 */
public abstract class Model extends Module {
    /**
     * Builds the graph of every output that the model can give. Nothing is computed yet.
     *
     * @throws IllegalArgumentException if an input is missing, unknown, or has an impossible shape
     */
    public abstract SequencedMap<String, Array> forward(Map<String, Array> inputs);

    /** Small fixed inputs, the same in every run, that exercise every layer. */
    public abstract SequencedMap<String, Array> sampleInputs();

    /** Whether {@code logits} at each place are the scores of the token that comes next. */
    public boolean predictsNext() {
        return false;
    }

    /** Whether there are scores of words that have no module of their own if they are tied. */
    boolean scoresWords() {
        return predictsNext();
    }
}
