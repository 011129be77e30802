package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

/**
 * A picture cut into patches that do not overlap, each projected: a convolution whose stride is its
 * kernel. What does not fill a patch at the right and at the bottom is left out.
 *
 * <p>Shape: {@code [batch, channels, height, width]} to {@code [batch, patches, dims]}, row by row.
 * Parameters: {@code weight [dims, channels, patchHeight, patchWidth]} as checkpoints have it, and
 * {@code bias [dims]}.
 */
final class PatchEmbedding extends Module implements Layer {
    private final Parameter weight;
    private final Parameter bias;

    PatchEmbedding(int channels, int patchHeight, int patchWidth, int dims, boolean bias) {
        weight = parameter("weight", Array.zeros(dims, channels, patchHeight, patchWidth));
        this.bias = bias ? parameter("bias", Array.zeros(DType.F32, dims)) : parameter("bias");
    }

    @Override
    public Array forward(Array pixels) {
        long[] w = weight.value().shape().toArray();
        long[] x = pixels.shape().toArray();
        long rows = x[2] / w[2];
        long columns = x[3] / w[3];
        Array patches =
                pixels.slice(2, 0, rows * w[2])
                        .slice(3, 0, columns * w[3])
                        .reshape(x[0], x[1], rows, w[2], columns, w[3])
                        .transpose(0, 2, 4, 1, 3, 5)
                        .reshape(x[0], rows * columns, x[1] * w[2] * w[3]);
        Array projected = patches.matmul(weight.value().reshape(w[0], -1).T());
        return bias.isPresent() ? projected.add(bias.value()) : projected;
    }
}
