package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Fast;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

/**
 * {@code (x - mean) / sqrt(var + eps) * weight + bias}, mean and variance over all positions of a
 * sample and one group of features.
 *
 * <p>Shape: {@code [batch, ..., dims]} to the same. Parameters: {@code bias [dims]}, zeros, and
 * {@code weight [dims]}, ones at first.
 *
 * @see <a href="https://arxiv.org/abs/1803.08494">Wu and He, Group Normalization</a>
 */
public final class GroupNorm extends Module implements Layer {
    /** Which features make a group. */
    public enum Grouping {
        /** Every {@code groups}-th feature. */
        INTERLEAVED,
        /** Features that follow one another, as in PyTorch. */
        CONTIGUOUS
    }

    private final int groups;
    private final int dims;
    private final double eps;
    private final Grouping grouping;
    private final Parameter weight;
    private final Parameter bias;

    /** With eps 1e-5, parameters, and interleaved groups. */
    public GroupNorm(int groups, int dims) {
        this(groups, dims, 1e-5, true, Grouping.INTERLEAVED);
    }

    /**
     * A layer with or without parameters.
     *
     * @throws IllegalArgumentException if {@code dims} cannot be split evenly
     */
    public GroupNorm(int groups, int dims, double eps, boolean affine, Grouping grouping) {
        if (groups <= 0 || dims <= 0 || dims % groups != 0) {
            throw new IllegalArgumentException(
                    "GroupNorm: %d features cannot be split into %d groups"
                            .formatted(dims, groups));
        }
        this.groups = groups;
        this.dims = dims;
        this.eps = Eps.positive("GroupNorm", eps);
        this.grouping = grouping;
        this.bias = affine ? parameter("bias", Array.zeros(DType.F32, dims)) : parameter("bias");
        this.weight =
                affine ? parameter("weight", Array.ones(DType.F32, dims)) : parameter("weight");
    }

    @Override
    public Array forward(Array x) {
        Array y =
                switch (grouping) {
                    case INTERLEAVED -> interleaved(x);
                    case CONTIGUOUS -> contiguous(x);
                };
        return weight.isPresent() ? weight.value().multiply(y).add(bias.value()) : y;
    }

    private Array interleaved(Array x) {
        Array split = x.reshape(x.shape().extent(0), -1, groups);
        Array mean = split.meanKeepDims(1);
        Array rsqrt = split.varKeepDims(1).add(eps).rsqrt();
        return split.subtract(mean).multiply(rsqrt).reshape(x.shape().toArray());
    }

    private Array contiguous(Array x) {
        long batch = x.shape().extent(0);
        long features = x.shape().extent(-1) / groups;
        Array split = x.reshape(batch, -1, groups, features).transpose(0, 2, 1, 3);
        Array normal = Fast.layerNorm(split.reshape(batch, groups, -1), null, null, eps);
        return normal.reshape(batch, groups, -1, features)
                .transpose(0, 2, 1, 3)
                .reshape(x.shape().toArray());
    }

    @Override
    protected String extraRepr() {
        return "%d, %d, eps=%s, affine=%s, pytorch_compatible=%s"
                .formatted(
                        groups,
                        dims,
                        Repr.of(eps),
                        Repr.of(weight.isPresent()),
                        Repr.of(grouping == Grouping.CONTIGUOUS));
    }
}
