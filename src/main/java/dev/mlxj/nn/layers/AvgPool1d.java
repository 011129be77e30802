package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;

import java.util.List;

/**
 * The mean of the elements in each place of a window that moves along one axis, for each channel.
 *
 * <p>Shape: {@code [batch, length, channels]} to {@code [batch, places, channels]}, where a length
 * n becomes {@code (n + 2 * padding - kernelSize) / stride + 1}. What is added counts as zero.
 */
public final class AvgPool1d extends Pool {
    /** A window that moves by its own size. */
    public AvgPool1d(int kernelSize) {
        this(kernelSize, kernelSize, 0);
    }

    public AvgPool1d(int kernelSize, int stride, int padding) {
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
    public AvgPool1d(List<Integer> kernelSize, List<Integer> stride, List<Integer> padding) {
        super(1, kernelSize, stride, padding, 0);
    }

    @Override
    Array reduce(Array windows, int[] axes) {
        return windows.mean(axes);
    }
}
