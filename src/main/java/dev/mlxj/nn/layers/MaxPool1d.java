package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * The largest of the elements in each place of a window that moves along one axis, for each
 * channel.
 *
 * <p>Shape: {@code [batch, length, channels]} to {@code [batch, places, channels]}, where a length
 * n becomes {@code (n + 2 * padding - kernelSize) / stride + 1}. What is added counts as negative
 * infinity.
 */
public final class MaxPool1d extends Pool {
    /** A window that moves by its own size. */
    public MaxPool1d(int kernelSize) {
        this(kernelSize, kernelSize, 0);
    }

    public MaxPool1d(int kernelSize, int stride, int padding) {
        this(List.of(kernelSize), List.of(stride), List.of(padding));
    }

    /**
     * A layer.
     *
     * @param kernelSize of the window
     * @param stride from one place to the next
     * @param padding elements added on both sides
     * @throws IllegalArgumentException if one of them has not just one number, or one that is too
     *     small
     */
    public MaxPool1d(List<Integer> kernelSize, List<Integer> stride, List<Integer> padding) {
        super(1, kernelSize, stride, padding, Double.NEGATIVE_INFINITY);
    }

    @Override
    Array reduce(Array windows, int[] axes) {
        return windows.max(axes);
    }
}
