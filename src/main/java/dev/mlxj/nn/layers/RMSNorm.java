package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Fast;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

/**
 * {@code x * weight / sqrt(mean(x^2) + eps)} over the last axis.
 *
 * <p>Shape: {@code [..., dims]} to the same. Parameters: {@code weight [dims]}, ones at first.
 *
 * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich, Root Mean Square Layer
 *     Normalization</a>
 */
public final class RMSNorm extends Module implements Layer {
    private final Parameter weight;
    private final double eps;

    /** With eps 1e-5. */
    public RMSNorm(int dims) {
        this(dims, 1e-5);
    }

    public RMSNorm(int dims, double eps) {
        this.eps = Eps.positive("RMSNorm", eps);
        this.weight = parameter("weight", Array.ones(DType.F32, dims));
    }

    @Override
    public Array forward(Array x) {
        return Fast.rmsNorm(x, weight.value(), eps);
    }

    @Override
    protected String extraRepr() {
        return Repr.extent(weight, 0) + ", eps=" + Repr.of(eps);
    }
}
