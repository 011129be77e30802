package dev.mlxj.array;

import dev.mlxj.array.op.Attention;
import dev.mlxj.array.op.CrossEntropy;
import dev.mlxj.array.op.LayerNorm;
import dev.mlxj.array.op.RmsNorm;
import dev.mlxj.array.op.Rope;

import org.jspecify.annotations.Nullable;

/** The functions of {@code mlx.core.fast}: the heavy parts of a transformer. */
public final class Fast {
    private Fast() {}

    /** {@link RmsNorm} along the last axis. */
    public static Array rmsNorm(Array x, @Nullable Array weight, double eps) {
        requireRows("rms_norm", x);
        return RmsNorm.of(x, weight, eps);
    }

    /** {@link LayerNorm} along the last axis. */
    public static Array layerNorm(
            Array x, @Nullable Array weight, @Nullable Array bias, double eps) {
        requireRows("layer_norm", x);
        return LayerNorm.of(x, weight, bias, eps);
    }

    /** {@link Rope} with the wavelengths that a base gives, from position {@code offset} on. */
    public static Array rope(
            Array x, int dims, boolean traditional, double base, double scale, int offset) {
        requireFloating("rope", x);
        Rope rope = new Rope(dims, traditional, scale);
        return rope.apply(x, rope.wavelengths(base), Array.scalar(offset));
    }

    /**
     * {@link Rope} with these wavelengths {@code [dims / 2]}.
     *
     * @param offset position of the first element: a scalar, or one for each of the batch
     */
    public static Array rope(
            Array x, int dims, boolean traditional, Array wavelengths, double scale, Array offset) {
        requireFloating("rope", x);
        return new Rope(dims, traditional, scale).apply(x, wavelengths, offset);
    }

    /** {@link CrossEntropy} along the last axis. */
    public static Array crossEntropy(Array logits, Array targets) {
        return CrossEntropy.of(logits, targets);
    }

    /** {@link Attention} without a mask. */
    public static Array scaledDotProductAttention(Array q, Array k, Array v, double scale) {
        requireFloating("scaled_dot_product_attention", q, k, v);
        return new Attention(scale, false).apply(q, k, v, null, null);
    }

    /** {@link Attention} with a mask: bool, or added to the scores. */
    public static Array scaledDotProductAttention(
            Array q, Array k, Array v, double scale, Array mask) {
        requireFloating("scaled_dot_product_attention", q, k, v);
        return new Attention(scale, false).apply(q, k, v, mask, null);
    }

    /** {@link Attention} with a score for each head that takes a share and gives no value. */
    public static Array scaledDotProductAttention(
            Array q, Array k, Array v, double scale, @Nullable Array mask, Array sinks) {
        requireFloating("scaled_dot_product_attention", q, k, v);
        return new Attention(scale, false).apply(q, k, v, mask, sinks);
    }

    /** {@link Attention} in which a query sees only keys up to its own place. */
    public static Array causalAttention(Array q, Array k, Array v, double scale) {
        requireFloating("scaled_dot_product_attention", q, k, v);
        return new Attention(scale, true).apply(q, k, v, null, null);
    }

    private static void requireRows(String operation, Array x) {
        requireFloating(operation, x);
        if (x.ndim() == 0) {
            throw Refusal.of(operation, "Input must have at least 1 dimension.", x);
        }
    }

    private static void requireFloating(String operation, Array... arrays) {
        if (!Promotion.of(operation, arrays).isFloating()) {
            throw Refusal.of(operation, "Received unsupported types.", arrays);
        }
    }
}
