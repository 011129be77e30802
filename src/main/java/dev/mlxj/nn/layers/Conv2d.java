package dev.mlxj.nn.layers;

import java.util.List;

/**
 * A convolution along two axes, channels last.
 *
 * <p>Shape: {@code [batch, height, width, inChannels]} to {@code [batch, places, places,
 * outChannels]}. Parameters: {@code weight [outChannels, kernelHeight, kernelWidth, inChannels /
 * groups]}, uniform within 1/sqrt(kernelHeight * kernelWidth * inChannels / groups) of zero, and
 * {@code bias [outChannels]}, zeros at first.
 */
public final class Conv2d extends ConvolutionLayer {
    public Conv2d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** A layer with a square kernel. */
    public Conv2d(int inChannels, int outChannels, int kernelSize, ConvOptions options) {
        this(inChannels, outChannels, List.of(kernelSize), options);
    }

    /**
     * A layer.
     *
     * @param kernelSize height and width
     * @throws IllegalArgumentException if the channels cannot be split into the groups, or a
     *     setting has neither one number nor two
     */
    public Conv2d(int inChannels, int outChannels, List<Integer> kernelSize, ConvOptions options) {
        super(2, inChannels, outChannels, kernelSize, options);
    }
}
