package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

/**
 * {@code x * weight / sqrt(mean(x^2) + eps)} along the last axis, computed in F32 (F64 in F64) and
 * rounded to the dtype of x and weight. Matches {@code mlx.core.fast.rms_norm}.
 */
public final class RmsNorm {
    private RmsNorm() {}

    /**
     * The normalised array.
     *
     * @param weight of the last axis's extent, or null for none
     */
    public static Array of(Array x, @Nullable Array weight, double eps) {
        requireExtents(x, weight, null);
        return Normalized.of(x, weight, null, false, eps);
    }

    static Array composed(Array x, @Nullable Array weight, double eps) {
        Array wide = widened(x);
        Array scale = wide.square().meanKeepDims(-1).add(eps).rsqrt();
        Array normal = wide.multiply(scale);
        return finished(x, weight == null ? normal : normal.multiply(weight), weight, null);
    }

    /** F16 and BF16 as F32. */
    static Array widened(Array x) {
        boolean half = x.dtype() == DType.F16 || x.dtype() == DType.BF16;
        return half ? x.astype(DType.F32) : x;
    }

    /** Refuses parameters that are not as long as a row. */
    static void requireExtents(Array x, @Nullable Array weight, @Nullable Array bias) {
        if (weight != null && (weight.ndim() != 1 || weight.size() != x.shape().extent(-1))) {
            throw Refusal.of(
                    "rms_norm",
                    "(*weight) must have the same size as the last dimension of x but has %d elements."
                            .formatted(weight.size()),
                    x,
                    weight);
        }
        if (bias != null && (bias.ndim() != 1 || bias.size() != x.shape().extent(-1))) {
            throw Refusal.of(
                    "layer_norm",
                    "(*bias) must have the same size as the last dimension of x but has %d elements."
                            .formatted(bias.size()),
                    x,
                    bias);
        }
    }

    /** The result in the dtype that x and the parameters have in common. */
    static Array finished(Array x, Array result, @Nullable Array weight, @Nullable Array bias) {
        DType dtype = x.dtype();
        dtype = weight == null ? dtype : Promotion.of(dtype, weight.dtype());
        dtype = bias == null ? dtype : Promotion.of(dtype, bias.dtype());
        return result.astype(dtype);
    }
}
