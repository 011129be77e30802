package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.op.Pad;
import dev.mlxj.array.op.Windows;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One element for each place of a window that moves along one, two or three axes. */
abstract sealed class Pool extends Module implements Layer
        permits MaxPool1d, MaxPool2d, MaxPool3d, AvgPool1d, AvgPool2d, AvgPool3d {
    private final List<Integer> kernel;
    private final List<Integer> strides;
    private final List<Integer> paddings;
    private final double added;

    /**
     * A pool.
     *
     * @param added value of the elements that padding adds
     */
    Pool(
            int axes,
            List<Integer> kernelSize,
            List<Integer> stride,
            List<Integer> padding,
            double added) {
        this.kernel = PerAxis.expand(layerName() + ": kernel size", kernelSize, axes, 1);
        this.strides = PerAxis.expand(layerName() + ": stride", stride, axes, 1);
        this.paddings = PerAxis.expand(layerName() + ": padding", padding, axes, 0);
        this.added = added;
    }

    /** One element for each window, which lies along {@code axes}. */
    abstract Array reduce(Array windows, int[] axes);

    @Override
    public Array forward(Array x) {
        int spatial = kernel.size();
        if (x.ndim() != spatial + 2) {
            throw new IllegalArgumentException(
                    "%s: the input must have %d axes, got %s"
                            .formatted(layerName(), spatial + 2, x.shape()));
        }
        List<Integer> steps = Collections.nCopies(spatial, 1);
        Array windows = Windows.of(padded(x), kernel, strides, steps);
        int[] axes = new int[spatial];
        for (int axis = 0; axis < spatial; axis++) {
            axes[axis] = 1 + spatial + axis;
        }
        return reduce(windows, axes);
    }

    private Array padded(Array x) {
        List<Pad.Width> widths = new ArrayList<>();
        boolean pads = false;
        widths.add(new Pad.Width(0, 0));
        for (int padding : paddings) {
            widths.add(new Pad.Width(padding, padding));
            pads |= padding > 0;
        }
        widths.add(new Pad.Width(0, 0));
        return pads ? Pad.of(x, Pad.Mode.CONSTANT, Array.scalar(added), widths) : x;
    }

    @Override
    protected String extraRepr() {
        return "kernel_size=%s, stride=%s, padding=%s"
                .formatted(Repr.tuple(kernel), Repr.tuple(strides), Repr.tuple(paddings));
    }
}
