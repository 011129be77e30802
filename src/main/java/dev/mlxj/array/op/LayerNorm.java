package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import org.jspecify.annotations.Nullable;

/**
 * {@code (x - mean) / sqrt(var + eps) * weight + bias} along the last axis, computed in F32 (F64 in
 * F64) and rounded to the dtype of x, weight and bias. Matches {@code mlx.core.fast.layer_norm}.
 */
public final class LayerNorm {
    private LayerNorm() {}

    /**
     * The normalised array.
     *
     * @param weight of the last axis's extent, or null for none
     * @param bias of the last axis's extent, or null for none
     */
    public static Array of(Array x, @Nullable Array weight, @Nullable Array bias, double eps) {
        RmsNorm.requireExtents(x, weight, bias);
        return Normalized.of(x, weight, bias, true, eps);
    }

    static Array composed(Array x, @Nullable Array weight, @Nullable Array bias, double eps) {
        Array wide = RmsNorm.widened(x);
        Array centred = wide.subtract(wide.meanKeepDims(-1));
        Array scale = centred.square().meanKeepDims(-1).add(eps).rsqrt();
        Array result = centred.multiply(scale);
        if (weight != null) {
            result = result.multiply(weight);
        }
        if (bias != null) {
            result = result.add(bias);
        }
        return RmsNorm.finished(x, result, weight, bias);
    }
}
