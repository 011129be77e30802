package dev.mlxj.nn.layers;

import java.util.List;

/**
 * How the kernel of a transposed convolution moves. A list has one number for all spatial axes, or
 * one for each.
 *
 * @param stride from one place to the next, in the output
 * @param padding zeros that the convolution has on both sides whose gradient this is: elements that
 *     the output lacks there
 * @param dilation from one element of the kernel to the next, in the output
 * @param outputPadding elements added behind the output
 * @param bias whether there is one
 */
public record ConvTransposeOptions(
        List<Integer> stride,
        List<Integer> padding,
        List<Integer> dilation,
        List<Integer> outputPadding,
        boolean bias) {
    /** Place by place, without padding, with a bias. */
    public static final ConvTransposeOptions DEFAULT =
            new ConvTransposeOptions(List.of(1), List.of(0), List.of(1), List.of(0), true);

    public ConvTransposeOptions {
        stride = List.copyOf(stride);
        padding = List.copyOf(padding);
        dilation = List.copyOf(dilation);
        outputPadding = List.copyOf(outputPadding);
    }

    public ConvTransposeOptions withStride(int... strides) {
        return new ConvTransposeOptions(
                PerAxis.list(strides), padding, dilation, outputPadding, bias);
    }

    public ConvTransposeOptions withPadding(int... paddings) {
        return new ConvTransposeOptions(
                stride, PerAxis.list(paddings), dilation, outputPadding, bias);
    }

    public ConvTransposeOptions withDilation(int... dilations) {
        return new ConvTransposeOptions(
                stride, padding, PerAxis.list(dilations), outputPadding, bias);
    }

    public ConvTransposeOptions withOutputPadding(int... paddings) {
        return new ConvTransposeOptions(stride, padding, dilation, PerAxis.list(paddings), bias);
    }

    public ConvTransposeOptions withoutBias() {
        return new ConvTransposeOptions(stride, padding, dilation, outputPadding, false);
    }
}
