package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.op.Convolution;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a convolution by its input, as a layer, along one, two or three axes.
 *
 * <p>Parameters: {@code weight [outChannels, kernel.., inChannels]}, uniform within {@code 1 /
 * sqrt(size of the kernel * inChannels)} of zero, and {@code bias [outChannels]}, zeros at first.
 */
abstract sealed class ConvTransposeLayer extends Module implements Layer
        permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
    private final Parameter weight;
    private final Parameter bias;
    private final ConvTransposeOptions options;
    private final List<Integer> strides;
    private final List<Integer> paddings;
    private final List<Integer> dilations;
    private final List<Integer> outputPaddings;

    ConvTransposeLayer(
            int axes,
            int inChannels,
            int outChannels,
            List<Integer> kernel,
            ConvTransposeOptions options) {
        this.options = options;
        this.strides = PerAxis.expand(layerName() + ": stride", options.stride(), axes, 1);
        this.paddings = PerAxis.expand(layerName() + ": padding", options.padding(), axes, 0);
        this.dilations = PerAxis.expand(layerName() + ": dilation", options.dilation(), axes, 1);
        this.outputPaddings =
                PerAxis.expand(layerName() + ": output padding", options.outputPadding(), axes, 0);
        List<Integer> window = PerAxis.expand(layerName() + ": kernel size", kernel, axes, 1);
        this.weight = parameter("weight", ConvolutionLayer.weight(inChannels, outChannels, window));
        this.bias =
                options.bias()
                        ? parameter("bias", Array.zeros(DType.F32, outChannels))
                        : parameter("bias");
    }

    @Override
    public Array forward(Array x) {
        Array w = weight.value();
        List<Integer> window = new ArrayList<>();
        for (int axis = 1; axis < w.ndim() - 1; axis++) {
            window.add((int) w.shape().extent(axis));
        }
        Array y =
                Convolution.transposed(strides, paddings, dilations, outputPaddings, window, 1)
                        .apply(x, w);
        return bias.isPresent() ? y.add(bias.value()) : y;
    }

    @Override
    protected String extraRepr() {
        return "%s, stride=%s, padding=%s, dilation=%s, output_padding=%s, bias=%s"
                .formatted(
                        Repr.convolution(weight, 1),
                        Repr.ofNumbers(strides),
                        Repr.ofNumbers(paddings),
                        Repr.ofNumbers(options.dilation()),
                        Repr.ofNumbers(outputPaddings),
                        Repr.of(bias.isPresent()));
    }
}
