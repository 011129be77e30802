package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A decoder: a stack of layers whose tokens see what is before them, and mostly a head that scores
 * the next token.
 *
 * <p>Inputs: {@code input_ids} [batch, length], and optionally {@code attention_mask} of the same
 * shape, 0 where there is padding, which no token attends to. Positions are counted from the first
 * column in every row, padding or not. Outputs: {@code hidden_states.0 .. N}, of which the last is
 * normalised, and {@code logits}, or, without a head, {@code last_hidden_state} [batch, length,
 * hidden].
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
     * @param direction where tokens may look: back, but for the encoders that were made of decoders
     * @param tied whether the embedding is also the head
     * @param logits what becomes of the scores: scaled, capped
     */
    record Parts(
            Stack stack,
            int vocabularySize,
            int hiddenSize,
            int longest,
            AttentionMask.Direction direction,
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
                    AttentionMask.Direction.BACK,
                    config.tied(),
                    logits);
        }

        Parts with(AttentionMask.Direction other) {
            return new Parts(stack, vocabularySize, hiddenSize, longest, other, tied, logits);
        }
    }

    /** What the head scores. */
    enum Scored {
        /** The next token: {@code logits} [batch, length, vocabulary]. */
        VOCABULARY,
        /** Classes of the sequence, at its last token that is no padding: [batch, classes]. */
        SEQUENCE,
        /** Classes of every token: [batch, length, classes]. */
        TOKENS,
        /** There is no head. */
        NOTHING
    }

    /**
     * The head of a model.
     *
     * @param name of its projection in the checkpoint
     * @param classes how many there are, if it scores classes
     * @param padding the id of the token that sequences are filled up with; -1 for none
     */
    record Head(Scored scored, String name, int classes, long padding) {}

    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask");
    private static final int SAMPLE = 16;

    private final Parts parts;
    private final Child<Stack> stack;
    private final Head head;
    private final @Nullable ChildLayer projection;

    /**
     * A model.
     *
     * @param stackName of the stack in the checkpoint: {@code model}
     */
    CausalLM(Parts parts, String stackName, Head head) {
        this.parts = parts;
        this.head = head;
        stack = child(stackName, parts.stack);
        projection =
                switch (head.scored) {
                    case VOCABULARY -> parts.tied ? null : projection(parts.vocabularySize, false);
                    case SEQUENCE -> projection(head.classes, false);
                    case TOKENS -> projection(head.classes, true);
                    case NOTHING -> null;
                };
    }

    private ChildLayer projection(int outputs, boolean bias) {
        return layer(head.name, new Linear(parts.hiddenSize, outputs, bias));
    }

    @Override
    public SequencedMap<String, Array> forward(Map<String, Array> named) {
        Inputs inputs = new Inputs(named, INPUTS);
        Array ids = inputs.tokens("input_ids", parts.longest, parts.vocabularySize);
        int length = Math.toIntExact(ids.shape().extent(1));
        AttentionMask mask =
                new AttentionMask(
                        parts.direction,
                        length,
                        inputs.optional("attention_mask", ids.shape()).orElse(null));

        SequencedMap<String, Array> outputs = new LinkedHashMap<>();
        Array x = stack.value().embed(ids);
        int layers = stack.value().layers().size();
        for (int i = 0; i < layers; i++) {
            outputs.put("hidden_states." + i, x);
            x = stack.value().layers().get(i).forward(x, mask);
        }
        x = stack.value().norm(x);
        outputs.put("hidden_states." + layers, x);
        boolean ends = head.scored == Scored.NOTHING;
        outputs.put(ends ? "last_hidden_state" : "logits", ends ? x : logits(x, ids));
        return outputs;
    }

    private Array logits(Array x, Array ids) {
        Array scores = projection == null ? stack.value().scores(x) : projection.forward(x);
        return switch (head.scored) {
            case VOCABULARY -> parts.logits.forward(scores);
            case SEQUENCE -> scores.takeAlongAxis(last(ids), 1).squeeze(1);
            case TOKENS, NOTHING -> scores;
        };
    }

    /** The place of the last token of each row that is no padding, [batch, 1, 1]. */
    private Array last(Array ids) {
        Array places = Array.arange(DType.I64, ids.shape().extent(1));
        Array tokens = ids.notEqual(head.padding).astype(DType.I64);
        return places.multiply(tokens).argmaxKeepDims(1).expandDims(2);
    }

    @Override
    public boolean predictsNext() {
        return head.scored == Scored.VOCABULARY;
    }

    @Override
    public SequencedMap<String, Array> sampleInputs() {
        SequencedMap<String, Array> inputs = new LinkedHashMap<>();
        int length = Math.min(parts.longest, SAMPLE);
        inputs.put("input_ids", Inputs.sampleTokens(parts.vocabularySize, length));
        return inputs;
    }
}
