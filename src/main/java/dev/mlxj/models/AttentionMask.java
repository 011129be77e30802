package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Which tokens a token may attend to in a stack of layers: those that are no padding, and lie where
 * it may look. Each kind of mask is made once for a forward pass.
 */
final class AttentionMask {
    /** Where tokens may look. */
    enum Direction {
        /** At themselves and what is before them. */
        BACK,
        /** At all. */
        BOTH
    }

    /** For {@link #within}: as far as the sequence goes. */
    static final int NO_WINDOW = 0;

    private final Direction direction;
    private final int length;
    private final @Nullable Array tokens;
    private final Map<Integer, Array> byWindow = new HashMap<>();

    /**
     * The masks for sequences.
     *
     * @param attentionMask [batch, length], 0 where there is padding; null if there is none
     */
    AttentionMask(Direction direction, int length, @Nullable Array attentionMask) {
        this.direction = direction;
        this.length = length;
        this.tokens = attentionMask == null ? null : attentionMask.notEqual(0).expandDims(1, 2);
    }

    /**
     * Bool, broadcasts to [batch, heads, queries, keys]: true where a query may look.
     *
     * <p>A token always sees itself: in a row of padding nothing else is left, and a softmax of
     * nothing is no number.
     *
     * @param window how many tokens a token sees in one direction, itself among them; {@link
     *     #NO_WINDOW} for all
     */
    Array within(int window) {
        return byWindow.computeIfAbsent(window, this::make);
    }

    private Array make(int window) {
        Array mask = Array.ones(DType.BOOL, length, length);
        if (direction == Direction.BACK) {
            mask = mask.tril(0);
        }
        if (window != NO_WINDOW && window < length) {
            mask = mask.triu(1 - window).tril(window - 1);
        }
        return tokens == null
                ? mask
                : mask.logicalAnd(tokens.logicalOr(Array.identity(length).notEqual(0)));
    }
}
