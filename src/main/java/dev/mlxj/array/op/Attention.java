package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code softmax(scale * q k^T + mask) v}, computed in F32 (F64 in F64) and rounded to the dtype of
 * the inputs. Matches {@code mlx.core.fast.scaled_dot_product_attention}.
 *
 * @param scale by which scores are multiplied
 * @param causal whether a query sees only keys up to its own place, the last of both being aligned
 */
public record Attention(double scale, boolean causal) {
    /**
     * The attended values.
     *
     * @param q {@code [batch, heads, queries, features]}
     * @param k {@code [batch, kvHeads, keys, features]}; {@code heads} is a multiple of {@code
     *     kvHeads}, and neighbouring heads share keys and values
     * @param v {@code [batch, kvHeads, keys, values]}
     * @param mask bool (true: attend) or added to the scores; broadcasts to {@code [batch, heads,
     *     queries, keys]}; null for none
     * @param sinks one score for each head that takes a share and gives no value; null for none
     */
    public Array apply(Array q, Array k, Array v, @Nullable Array mask, @Nullable Array sinks) {
        requireShapes(q, k, v);
        Shape scores =
                Shape.of(
                        q.shape().extent(0),
                        q.shape().extent(1),
                        q.shape().extent(2),
                        k.shape().extent(2));
        List<Array> in = new ArrayList<>(List.of(q, k, v));
        boolean fast = Fused.isFast(in) && fits(q.shape(), k.shape(), v.shape());
        if (mask != null) {
            fast &= mask.dtype() == DType.BOOL || Fused.isFast(List.of(mask));
            fast &= Shapes.broadcast(scores, mask.shape()).equals(scores);
            in.add(fast ? BroadcastTo.of(mask, scores) : mask);
        }
        if (sinks != null) {
            fast &=
                    Fused.isFast(List.of(sinks))
                            && sinks.shape().equals(Shape.of(scores.extent(1)));
            in.add(sinks);
        }
        return fast
                ? Array.of(new FusedAttention(this, mask != null, sinks != null), in)
                : composed(q, k, v, mask, sinks);
    }

    /**
     * Whether there is one of each for each batch, as long as it should be, and something at all.
     */
    private static boolean fits(Shape q, Shape k, Shape v) {
        return q.extent(0) == k.extent(0)
                && q.extent(3) == k.extent(3)
                && Shapes.with(k, 3, 1).equals(Shapes.with(v, 3, 1))
                && q.elements() > 0
                && k.elements() > 0
                && v.elements() > 0;
    }

    /** The same by other operations, with all scores in memory at once. */
    Array composed(Array q, Array k, Array v, @Nullable Array mask, @Nullable Array sinks) {
        DType dtype = Promotion.of(Promotion.of(q.dtype(), k.dtype()), v.dtype());
        int group = (int) (q.shape().extent(1) / k.shape().extent(1));
        Array keys = shared(RmsNorm.widened(k), group);
        Array values = shared(RmsNorm.widened(v), group);
        Array scores = RmsNorm.widened(q).multiply(scale).matmul(keys.mT());
        if (causal) {
            scores = masked(scores, lookingBack(q.shape().extent(2), k.shape().extent(2)));
        }
        if (mask != null) {
            scores =
                    mask.dtype() == DType.BOOL
                            ? masked(scores, mask)
                            : scores.add(RmsNorm.widened(mask));
        }
        Array weights = sinks == null ? scores.softmax(-1) : withSinks(scores, sinks);
        return weights.matmul(values).astype(dtype);
    }

    private static void requireShapes(Array q, Array k, Array v) {
        for (Array array : List.of(q, k, v)) {
            if (array.ndim() != 4) {
                throw Refusal.of(
                        "scaled_dot_product_attention",
                        "input with shape %s expected to be rank 4".formatted(array.shape()),
                        q,
                        k,
                        v);
            }
        }
        if (k.shape().extent(1) == 0 || q.shape().extent(1) % k.shape().extent(1) != 0) {
            throw Refusal.of(
                    "scaled_dot_product_attention",
                    "n_heads must be a multiple of n_kv_heads, found n_heads %d for n_kv_heads %d"
                            .formatted(q.shape().extent(1), k.shape().extent(1)),
                    q,
                    k,
                    v);
        }
    }

    /** Each head of keys or values for all heads of its group. */
    private static Array shared(Array x, int group) {
        return group == 1 ? x : Repeat.repeat(x, group, 1);
    }

    private static Array lookingBack(long queries, long keys) {
        return Triangle.ones(DType.BOOL, queries, keys, (int) (keys - queries));
    }

    private static Array masked(Array scores, Array mask) {
        return Where.of(mask, scores, Array.full(scores.dtype(), Double.NEGATIVE_INFINITY));
    }

    private static Array withSinks(Array scores, Array sinks) {
        long[] extents = scores.shape().toArray();
        extents[3] = 1;
        Array column = sinks.astype(scores.dtype()).reshape(1, -1, 1, 1).broadcastTo(extents);
        Array all = Concatenate.of(List.of(scores, column), -1).softmax(-1);
        return all.slice(-1, 0, scores.shape().extent(-1));
    }
}
