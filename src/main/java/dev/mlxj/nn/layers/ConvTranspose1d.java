package dev.mlxj.nn.layers;

import java.util.List;

/**
 * The gradient of a convolution along one axis by its input, as a layer, channels last.
 *
 * <p>Shape: {@code [batch, length, inChannels]} to {@code [batch, places, outChannels]}, where a
 * length n becomes {@code (n - 1) * stride - 2 * padding + dilation * (kernelSize - 1) +
 * outputPadding + 1}. Parameters: {@code weight [outChannels, kernelSize, inChannels]}, uniform
 * within 1/sqrt(size of the kernel * inChannels) of zero, and {@code bias [outChannels]}, zeros at
 * first.
 */
public final class ConvTranspose1d extends ConvTransposeLayer {
    public ConvTranspose1d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvTransposeOptions.DEFAULT);
    }

    public ConvTranspose1d(
            int inChannels, int outChannels, int kernelSize, ConvTransposeOptions options) {
        super(1, inChannels, outChannels, List.of(kernelSize), options);
    }
}
