package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Fast;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

/**
 * {@code (x - mean) / sqrt(var + eps)}, mean and variance over all positions of one sample and one
 * feature.
 *
 * <p>Shape: {@code [batch, ..., dims]} of at least three axes to the same. Parameters, if affine:
 * {@code weight [dims]}, ones, and {@code bias [dims]}, zeros at first.
 *
 * @see <a href="https://arxiv.org/abs/1607.08022">Ulyanov et al., Instance Normalization</a>
 */
public final class InstanceNorm extends Module implements Layer {
    private final int dims;
    private final double eps;
    private final Parameter weight;
    private final Parameter bias;

    /** With eps 1e-5 and no parameters. */
    public InstanceNorm(int dims) {
        this(dims, 1e-5, false);
    }

    public InstanceNorm(int dims, double eps, boolean affine) {
        this.dims = dims;
        this.eps = Eps.positive("InstanceNorm", eps);
        this.weight =
                affine ? parameter("weight", Array.ones(DType.F32, dims)) : parameter("weight");
        this.bias = affine ? parameter("bias", Array.zeros(DType.F32, dims)) : parameter("bias");
    }

    @Override
    public Array forward(Array x) {
        int rank = x.shape().rank();
        if (rank < 3) {
            throw new IllegalArgumentException(
                    "InstanceNorm: the input has %d axes, expected at least 3".formatted(rank));
        }
        Array channelsFirst = x.moveaxis(-1, 1);
        long batch = x.shape().extent(0);
        long features = x.shape().extent(-1);
        Array y =
                Fast.layerNorm(channelsFirst.reshape(batch, features, -1), null, null, eps)
                        .reshape(channelsFirst.shape().toArray())
                        .moveaxis(1, -1);
        return weight.isPresent() ? weight.value().multiply(y).add(bias.value()) : y;
    }

    @Override
    protected String extraRepr() {
        return "%d, eps=%s, affine=%s".formatted(dims, Repr.of(eps), Repr.of(weight.isPresent()));
    }
}
