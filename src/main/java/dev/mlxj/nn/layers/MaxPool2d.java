package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * The largest of the elements in each place of a window that moves along two axes, for each
 * channel.
 *
 * <p>Shape: {@code [batch, height, width, channels]} to {@code [batch, places, places, channels]},
 * where a length n becomes {@code (n + 2 * padding - kernelSize) / stride + 1}. What is added
 * counts as negative infinity.
 */
public final class MaxPool2d extends Pool {
    /** A window that moves by its own size. */
    public MaxPool2d(int kernelSize) {
        this(kernelSize, kernelSize, 0);
    }

    public MaxPool2d(int kernelSize, int stride, int padding) {
        this(List.of(kernelSize), List.of(stride), List.of(padding));
    }

    /**
     * A layer.
     *
     * @param kernelSize of the window, for each axis or one for all
     * @param stride from one place to the next
     * @param padding elements added on both sides
     * @throws IllegalArgumentException if one of them has neither one number nor two, or a number
     *     that is too small
     */
    public MaxPool2d(List<Integer> kernelSize, List<Integer> stride, List<Integer> padding) {
        super(2, kernelSize, stride, padding, Double.NEGATIVE_INFINITY);
    }

    @Override
    Array reduce(Array windows, int[] axes) {
        return windows.max(axes);
    }
}
