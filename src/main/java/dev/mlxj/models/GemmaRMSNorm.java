package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.array.Fast;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

/**
 * {@code x * (1 + weight) / sqrt(mean(x^2) + eps)} over the last axis: the norm of the Gemma
 * models, whose checkpoints hold weights around zero.
 *
 * <p>Shape: {@code [..., dims]} to the same. Parameters: {@code weight [dims]}.
 */
final class GemmaRMSNorm extends Module implements Layer {
    private final Parameter weight;
    private final double eps;

    GemmaRMSNorm(int dims, double eps) {
        this.eps = eps;
        this.weight = parameter("weight", Array.zeros(DType.F32, dims));
    }

    @Override
    public Array forward(Array x) {
        return Fast.rmsNorm(x, weight.value().add(1), eps);
    }
}
