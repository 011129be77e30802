package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.layers.Attention;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Which tokens a token may attend to in a decoder: itself and those before it that are no padding.
 * Each kind of mask is made once for a forward pass.
 */
final class CausalMask {
    /** For {@link #within}: as far back as the sequence goes. */
    static final int NO_WINDOW = 0;

    private final int length;
    private final @Nullable Array tokens;
    private final Map<Integer, Array> byWindow = new HashMap<>();

    /**
     * The masks for sequences.
     *
     * @param attentionMask [batch, length], 0 where there is padding; null if there is none
     */
    CausalMask(int length, @Nullable Array attentionMask) {
        this.length = length;
        this.tokens = attentionMask == null ? null : attentionMask.notEqual(0).expandDims(1, 2);
    }

    /**
     * Bool, broadcasts to [batch, heads, queries, keys]: true where a query may look.
     *
     * <p>A token always sees itself: in a row of padding nothing else is left, and a softmax of
     * nothing is no number.
     *
     * @param window how many tokens a token sees, itself among them; {@link #NO_WINDOW} for all
     */
    Array within(int window) {
        return byWindow.computeIfAbsent(window, this::make);
    }

    private Array make(int window) {
        Array mask = Attention.causal(length, length);
        if (window != NO_WINDOW && window < length) {
            mask = mask.logicalAnd(mask.tril(-window).logicalNot());
        }
        return tokens == null
                ? mask
                : mask.logicalAnd(tokens.logicalOr(Array.identity(length).notEqual(0)));
    }
}
