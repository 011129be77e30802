package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

/**
 * {@code max(0, x) + weight * min(0, x)}: a leaky ReLU that learns its slopes.
 *
 * <p>Parameters: {@code weight [n]}, one slope for all features or one for each.
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al., Delving Deep into Rectifiers</a>
 */
public final class PReLU extends Module implements Layer {
    private final Parameter weight;

    /** One slope for all features, 0.25 at first. */
    public PReLU() {
        this(1, 0.25);
    }

    /**
     * Slopes.
     *
     * @param n how many: 1, or the extent of the last axis
     * @param slope the value of each at first
     */
    public PReLU(int n, double slope) {
        weight = parameter("weight", Array.full(DType.F32, slope, n));
    }

    @Override
    public Array forward(Array x) {
        return Activations.prelu(x, weight.value());
    }
}
