package dev.mlxj.nn.layers;

import java.util.List;

/**
 * A convolution along one axis, channels last.
 *
 * <p>Shape: {@code [batch, length, inChannels]} to {@code [batch, places, outChannels]}.
 * Parameters: {@code weight [outChannels, kernelSize, inChannels / groups]}, uniform within
 * 1/sqrt(kernelSize * inChannels / groups) of zero, and {@code bias [outChannels]}, zeros at first.
 */
public final class Conv1d extends ConvolutionLayer {
    public Conv1d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /**
     * A layer.
     *
     * @throws IllegalArgumentException if the channels cannot be split into the groups
     */
    public Conv1d(int inChannels, int outChannels, int kernelSize, ConvOptions options) {
        super(1, inChannels, outChannels, List.of(kernelSize), options);
    }
}
