package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.op.Convolution;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * A convolution along one, two or three axes, channels last.
 *
 * <p>Parameters: {@code weight [outChannels, kernel.., inChannels / groups]}, uniform within {@code
 * 1 / sqrt(size of the kernel * inChannels / groups)} of zero, and {@code bias [outChannels]},
 * zeros at first.
 */
abstract sealed class ConvolutionLayer extends Module implements Layer
        permits Conv1d, Conv2d, Conv3d {
    private final Parameter weight;
    private final Parameter bias;
    private final ConvOptions options;
    private final List<Integer> strides;
    private final List<Integer> paddings;
    private final List<Integer> dilations;

    ConvolutionLayer(
            int axes, int inChannels, int outChannels, List<Integer> kernel, ConvOptions options) {
        if (inChannels % options.groups() != 0) {
            throw new IllegalArgumentException(
                    "%s: %d input channels cannot be split into %d groups"
                            .formatted(layerName(), inChannels, options.groups()));
        }
        this.options = options;
        this.strides = PerAxis.expand(layerName() + ": stride", options.stride(), axes, 1);
        this.paddings = PerAxis.expand(layerName() + ": padding", options.padding(), axes, 0);
        this.dilations = PerAxis.expand(layerName() + ": dilation", options.dilation(), axes, 1);
        List<Integer> window = PerAxis.expand(layerName() + ": kernel size", kernel, axes, 1);
        this.weight =
                parameter(
                        "weight",
                        ConvolutionLayer.weight(
                                inChannels / options.groups(), outChannels, window));
        this.bias =
                options.bias()
                        ? parameter("bias", Array.zeros(DType.F32, outChannels))
                        : parameter("bias");
    }

    /** First values for a kernel. */
    static Array weight(int inChannels, int outChannels, List<Integer> window) {
        long[] extents = new long[window.size() + 2];
        extents[0] = outChannels;
        long inputs = inChannels;
        for (int axis = 0; axis < window.size(); axis++) {
            extents[axis + 1] = window.get(axis);
            inputs *= window.get(axis);
        }
        extents[extents.length - 1] = inChannels;
        double bound = Math.sqrt(1.0 / inputs);
        return Random.uniform(-bound, bound, extents);
    }

    @Override
    public Array forward(Array x) {
        Array y =
                Convolution.of(strides, paddings, dilations, options.groups())
                        .apply(x, weight.value());
        return bias.isPresent() ? y.add(bias.value()) : y;
    }

    @Override
    protected String extraRepr() {
        String groups = strides.size() == 3 ? "" : ", groups=" + options.groups();
        return "%s, stride=%s, padding=%s, dilation=%s%s, bias=%s"
                .formatted(
                        Repr.convolution(weight, options.groups()),
                        Repr.ofNumbers(strides),
                        Repr.ofNumbers(paddings),
                        Repr.ofNumbers(options.dilation()),
                        groups,
                        Repr.of(bias.isPresent()));
    }
}
