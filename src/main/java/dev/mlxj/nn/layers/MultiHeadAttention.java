package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Module;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

/**
 * Attention of several heads: queries, keys and values are projected, each head attends with its
 * share of the features, and the heads' results are joined and projected.
 *
 * <p>Shape: queries {@code [batch, n, queryInput]}, keys {@code [batch, m, keyInput]}, values
 * {@code [batch, m, valueInput]} to {@code [batch, n, output]}. Parameters: those of {@code
 * query_proj}, {@code key_proj}, {@code value_proj} and {@code out_proj}, linear layers without
 * bias by default.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al., Attention Is All You Need</a>
 */
public final class MultiHeadAttention extends Module {
    /** Extents of the last axes: of the three inputs, of the projected values and of the result. */
    public record Sizes(int queryInput, int keyInput, int valueInput, int value, int output) {
        /** All the same. */
        public static Sizes of(int dims) {
            return new Sizes(dims, dims, dims, dims, dims);
        }
    }

    private final int heads;
    private final ChildLayer query;
    private final ChildLayer key;
    private final ChildLayer value;
    private final ChildLayer out;

    /** Without bias, all sizes {@code dims}. */
    public MultiHeadAttention(int dims, int heads) {
        this(dims, heads, Sizes.of(dims), false);
    }

    /**
     * Attention.
     *
     * @param dims features of the projected queries and keys, of all heads together
     * @param bias whether the projections have one
     * @throws IllegalArgumentException if {@code dims} is not divisible by {@code heads}
     */
    public MultiHeadAttention(int dims, int heads, Sizes sizes, boolean bias) {
        if (dims % heads != 0) {
            throw new IllegalArgumentException(
                    "MultiHeadAttention: %d features cannot be shared by %d heads"
                            .formatted(dims, heads));
        }
        this.heads = heads;
        this.query = layer("query_proj", new Linear(sizes.queryInput, dims, bias));
        this.key = layer("key_proj", new Linear(sizes.keyInput, dims, bias));
        this.value = layer("value_proj", new Linear(sizes.valueInput, sizes.value, bias));
        this.out = layer("out_proj", new Linear(sizes.value, sizes.output, bias));
    }

    /**
     * The attention of {@code queries} to {@code values}.
     *
     * @param mask what is added to the scores, or where they count if it is boolean; its shape
     *     broadcasts to {@code [batch, heads, n, m]}
     */
    public Array forward(Array queries, Array keys, Array values, @Nullable Array mask) {
        Array q = split(query.forward(queries));
        Array k = split(key.forward(keys));
        Array v = split(value.forward(values));
        double scale = Math.sqrt(1.0 / q.shape().extent(-1));
        Array joined = Attention.scaledDotProduct(q, k, v, scale, mask).transpose(0, 2, 1, 3);
        return out.forward(joined.flatten(-2, -1));
    }

    /** {@code [batch, n, features]} to {@code [batch, heads, n, features / heads]}. */
    private Array split(Array x) {
        long batch = x.shape().extent(0);
        long n = x.shape().extent(1);
        return x.reshape(batch, n, heads, x.shape().extent(2) / heads).transpose(0, 2, 1, 3);
    }

    /**
     * {@code [n, n]}: 0 where a position may look, the lowest number of the dtype where it is
     * later.
     */
    public static Array additiveCausalMask(int n, DType dtype) {
        return Attention.causalMask(n, dtype);
    }
}
