package dev.mlxj.nn.layers;

import java.util.List;

/**
 * How the kernel of a convolution moves. A list has one number for all spatial axes, or one for
 * each.
 *
 * @param stride from one place to the next
 * @param padding zeros added on both sides
 * @param dilation from one element of the kernel to the next, in the input
 * @param groups in how many parts the channels are separate
 * @param bias whether there is one
 */
public record ConvOptions(
        List<Integer> stride,
        List<Integer> padding,
        List<Integer> dilation,
        int groups,
        boolean bias) {
    /** Place by place, without padding, with a bias. */
    public static final ConvOptions DEFAULT =
            new ConvOptions(List.of(1), List.of(0), List.of(1), 1, true);

    public ConvOptions {
        stride = List.copyOf(stride);
        padding = List.copyOf(padding);
        dilation = List.copyOf(dilation);
    }

    public ConvOptions withStride(int... strides) {
        return new ConvOptions(PerAxis.list(strides), padding, dilation, groups, bias);
    }

    public ConvOptions withPadding(int... paddings) {
        return new ConvOptions(stride, PerAxis.list(paddings), dilation, groups, bias);
    }

    public ConvOptions withDilation(int... dilations) {
        return new ConvOptions(stride, padding, PerAxis.list(dilations), groups, bias);
    }

    public ConvOptions withGroups(int parts) {
        return new ConvOptions(stride, padding, dilation, parts, bias);
    }

    public ConvOptions withoutBias() {
        return new ConvOptions(stride, padding, dilation, groups, false);
    }
}
