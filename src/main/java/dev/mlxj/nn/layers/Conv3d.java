package dev.mlxj.nn.layers;

import java.util.List;

/**
 * A convolution along three axes, channels last.
 *
 * <p>Shape: {@code [batch, depth, height, width, inChannels]} to {@code [batch, places, places,
 * places, outChannels]}. Parameters: {@code weight [outChannels, kernel.., inChannels]}, uniform
 * within 1/sqrt(size of the kernel * inChannels) of zero, and {@code bias [outChannels]}, zeros at
 * first.
 */
public final class Conv3d extends ConvolutionLayer {
    public Conv3d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, ConvOptions.DEFAULT);
    }

    /** A layer with a kernel that is a cube. */
    public Conv3d(int inChannels, int outChannels, int kernelSize, ConvOptions options) {
        this(inChannels, outChannels, List.of(kernelSize), options);
    }

    /**
     * A layer.
     *
     * @param kernelSize depth, height and width
     * @throws IllegalArgumentException if a setting has neither one number nor three, or there are
     *     groups, which MLX does not have here
     */
    public Conv3d(int inChannels, int outChannels, List<Integer> kernelSize, ConvOptions options) {
        super(3, inChannels, outChannels, kernelSize, withoutGroups(options));
    }

    private static ConvOptions withoutGroups(ConvOptions options) {
        if (options.groups() != 1) {
            throw new IllegalArgumentException(
                    "Conv3d: channels have no groups here, got " + options.groups());
        }
        return options;
    }
}
