package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.Attention;
import dev.mlxj.nn.layers.Linear;

import org.jspecify.annotations.Nullable;

/**
 * Attention in several heads, of which neighbours share their keys and values. Parameters: {@code
 * q_proj}, {@code k_proj}, {@code v_proj}, {@code o_proj}.
 *
 * @see <a href="https://arxiv.org/abs/2305.13245">Ainslie et al., GQA</a>
 */
class GroupedQueryAttention extends Module implements SelfAttention {
    /**
     * How a layer attends.
     *
     * @param qkvBias whether queries, keys and values are projected with a bias
     * @param outputBias whether the output is
     * @param scale of the scores
     * @param rope null where positions are not encoded
     * @param window how far back a token sees, as {@link AttentionMask#within} takes it
     */
    record Options(
            boolean qkvBias,
            boolean outputBias,
            double scale,
            @Nullable RotaryEmbedding rope,
            int window) {

        /** All layers alike, without biases, scores divided by the root of the head's features. */
        static Options of(DecoderConfig config, RotaryEmbedding rope) {
            return new Options(
                    false, false, Math.pow(config.headDim(), -0.5), rope, AttentionMask.NO_WINDOW);
        }

        Options withBiases(boolean qkv, boolean output) {
            return new Options(qkv, output, scale, rope, window);
        }

        Options withScale(double other) {
            return new Options(qkvBias, outputBias, other, rope, window);
        }

        Options withRope(@Nullable RotaryEmbedding other) {
            return new Options(qkvBias, outputBias, scale, other, window);
        }

        Options withWindow(int other) {
            return new Options(qkvBias, outputBias, scale, rope, other);
        }
    }

    private final ChildLayer queries;
    private final ChildLayer keys;
    private final ChildLayer values;
    private final ChildLayer output;
    private final int headDim;
    private final Options options;

    GroupedQueryAttention(DecoderConfig c, Options options) {
        int width = c.heads() * c.headDim();
        int shared = c.kvHeads() * c.headDim();
        queries = layer("q_proj", new Linear(c.hiddenSize(), width, options.qkvBias));
        keys = layer("k_proj", new Linear(c.hiddenSize(), shared, options.qkvBias));
        values = layer("v_proj", new Linear(c.hiddenSize(), shared, options.qkvBias));
        output = layer("o_proj", new Linear(width, c.hiddenSize(), options.outputBias));
        headDim = c.headDim();
        this.options = options;
    }

    @Override
    public Array forward(Array x, AttentionMask mask) {
        Array q = encoded(queries(queries.forward(x)));
        Array k = encoded(keys(keys.forward(x)));
        Array v = heads(values.forward(x));
        Array attended = attend(q, k, v, options.scale, mask.within(options.window));
        return output.forward(Heads.merge(attended));
    }

    /** Projected queries before they are turned, {@code [batch, length, heads * features]}. */
    protected Array queries(Array projected) {
        return projected;
    }

    /** Projected keys before they are turned, {@code [batch, length, kvHeads * features]}. */
    protected Array keys(Array projected) {
        return projected;
    }

    /** {@code [batch, length, heads * features]} to {@code [batch, length, heads, features]}. */
    protected final Array split(Array x) {
        return x.unflatten(-1, -1, headDim);
    }

    /** What the heads take, each apart: {@code [batch, heads, length, features]}. */
    protected Array attend(Array q, Array k, Array v, double scale, Array mask) {
        return Attention.scaledDotProduct(q, k, v, scale, mask);
    }

    private Array encoded(Array x) {
        Array heads = heads(x);
        return options.rope == null ? heads : options.rope.forward(heads);
    }

    private Array heads(Array x) {
        return (x.ndim() == 3 ? split(x) : x).transpose(0, 2, 1, 3);
    }
}
