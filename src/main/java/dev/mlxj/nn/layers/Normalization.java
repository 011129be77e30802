package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

/** What the normalising layers share: the last axis brought to mean 0 or mean square 1, in F32. */
final class Normalization {
    private Normalization() {}

    /** {@code (x - mean(x)) / sqrt(var(x) + eps)} over the last axis; the dtype of {@code x}. */
    static Array layerNorm(Array x, double eps) {
        Array wide = wide(x);
        Array centred = wide.subtract(wide.meanKeepDims(-1));
        Array variance = centred.square().meanKeepDims(-1);
        return centred.multiply(variance.add(eps).rsqrt()).astype(x.dtype());
    }

    /** {@code x / sqrt(mean(x^2) + eps)} over the last axis; the dtype of {@code x}. */
    static Array rmsNorm(Array x, double eps) {
        Array wide = wide(x);
        Array square = wide.square().meanKeepDims(-1);
        return wide.multiply(square.add(eps).rsqrt()).astype(x.dtype());
    }

    private static Array wide(Array x) {
        return x.dtype() == DType.F64 ? x : x.astype(DType.F32);
    }
}
