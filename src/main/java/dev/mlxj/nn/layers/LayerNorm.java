package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Fast;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

/**
 * {@code (x - mean(x)) / sqrt(var(x) + eps) * weight + bias} over the last axis.
 *
 * <p>Shape: {@code [..., dims]} to the same. Parameters: {@code weight [dims]}, ones, and {@code
 * bias [dims]}, zeros at first.
 *
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton, Layer Normalization</a>
 */
public final class LayerNorm extends Module implements Layer {
    private final int dims;
    private final double eps;
    private final Parameter weight;
    private final Parameter bias;

    /** With eps 1e-5, weight and bias. */
    public LayerNorm(int dims) {
        this(dims, 1e-5);
    }

    /** With weight and bias. */
    public LayerNorm(int dims, double eps) {
        this(dims, eps, true, true);
    }

    /**
     * A layer with or without parameters.
     *
     * @param affine whether there is a weight
     * @param bias whether there is also a bias, if there is a weight
     */
    public LayerNorm(int dims, double eps, boolean affine, boolean bias) {
        this.dims = dims;
        this.eps = Eps.positive("LayerNorm", eps);
        this.weight =
                affine ? parameter("weight", Array.ones(DType.F32, dims)) : parameter("weight");
        this.bias =
                affine && bias
                        ? parameter("bias", Array.zeros(DType.F32, dims))
                        : parameter("bias");
    }

    @Override
    public Array forward(Array x) {
        return Fast.layerNorm(x, weight.orNull(), bias.orNull(), eps);
    }

    @Override
    protected String extraRepr() {
        return "%d, eps=%s, affine=%s".formatted(dims, Repr.of(eps), Repr.of(weight.isPresent()));
    }
}
