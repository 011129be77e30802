package dev.mlxj.nn.layers;

import java.util.List;

/**
 * The gradient of a convolution along two axes by its input, as a layer, channels last.
 *
 * <p>Shape: {@code [batch, height, width, inChannels]} to {@code [batch, places, places,
 * outChannels]}, where a length n becomes {@code (n - 1) * stride - 2 * padding + dilation *
 * (kernelSize - 1) + outputPadding + 1}. Parameters: {@code weight [outChannels, kernelHeight,
 * kernelWidth, inChannels]}, uniform within 1/sqrt(size of the kernel * inChannels) of zero, and
 * {@code bias [outChannels]}, zeros at first.
 */
public final class ConvTranspose2d extends ConvTransposeLayer {
    public ConvTranspose2d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvTransposeOptions.DEFAULT);
    }

    /** A layer with a kernel of equal sides. */
    public ConvTranspose2d(
            int inChannels, int outChannels, int kernelSize, ConvTransposeOptions options) {
        this(inChannels, outChannels, List.of(kernelSize), options);
    }

    /**
     * A layer.
     *
     * @throws IllegalArgumentException if a setting has neither one number nor two
     */
    public ConvTranspose2d(
            int inChannels,
            int outChannels,
            List<Integer> kernelSize,
            ConvTransposeOptions options) {
        super(2, inChannels, outChannels, kernelSize, options);
    }
}
