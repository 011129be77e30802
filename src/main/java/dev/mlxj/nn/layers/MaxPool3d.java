package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * The largest of the elements in each place of a window that moves along three axes, for each
 * channel.
 *
 * <p>Shape: {@code [batch, depth, height, width, channels]} to {@code [batch, places, places,
 * places, channels]}, where a length n becomes {@code (n + 2 * padding - kernelSize) / stride + 1}.
 * What is added counts as negative infinity.
 */
public final class MaxPool3d extends Pool {
    /** A window that moves by its own size. */
    public MaxPool3d(int kernelSize) {
        this(kernelSize, kernelSize, 0);
    }

    public MaxPool3d(int kernelSize, int stride, int padding) {
        this(List.of(kernelSize), List.of(stride), List.of(padding));
    }

    /**
     * A layer.
     *
     * @param kernelSize of the window, for each axis or one for all
     * @param stride from one place to the next
     * @param padding elements added on both sides
     * @throws IllegalArgumentException if one of them has neither one number nor three, or a number
     *     that is too small
     */
    public MaxPool3d(List<Integer> kernelSize, List<Integer> stride, List<Integer> padding) {
        super(3, kernelSize, stride, padding, Double.NEGATIVE_INFINITY);
    }

    @Override
    Array reduce(Array windows, int[] axes) {
        return windows.max(axes);
    }
}
