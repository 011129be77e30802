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
 * A convolution along one axis, channels last.
 *
 * <p>Shape: {@code [batch, length, inChannels]} to {@code [batch, places, outChannels]}.
 * Parameters: {@code weight [outChannels, kernelSize, inChannels / groups]}, uniform within
 * 1/sqrt(kernelSize * inChannels / groups) of zero, and {@code bias [outChannels]}, zeros at first.
 */
public final class Conv1d extends Module implements Layer {
    /**
     * How the kernel moves.
     *
     * @param stride from one place to the next
     * @param padding zeros added on both sides
     * @param dilation from one element of the kernel to the next, in the input
     * @param groups in how many parts the channels are separate
     * @param bias whether there is one
     */
    public record Options(int stride, int padding, int dilation, int groups, boolean bias) {
        /** Place by place, without padding, with a bias. */
        public static final Options DEFAULT = new Options(1, 0, 1, 1, true);
    }

    private final Options options;
    private final Parameter weight;
    private final Parameter bias;

    public Conv1d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, Options.DEFAULT);
    }

    /**
     * A layer.
     *
     * @throws IllegalArgumentException if the channels cannot be split into the groups
     */
    public Conv1d(int inChannels, int outChannels, int kernelSize, Options options) {
        if (inChannels % options.groups != 0) {
            throw new IllegalArgumentException(
                    "Conv1d: %d input channels cannot be split into %d groups"
                            .formatted(inChannels, options.groups));
        }
        int channels = inChannels / options.groups;
        double bound = Math.sqrt(1.0 / ((long) channels * kernelSize));
        this.options = options;
        this.weight =
                parameter(
                        "weight", Random.uniform(-bound, bound, outChannels, kernelSize, channels));
        this.bias =
                options.bias
                        ? parameter("bias", Array.zeros(DType.F32, outChannels))
                        : parameter("bias");
    }

    @Override
    public Array forward(Array x) {
        Array y =
                Convolution.of(
                                List.of(options.stride),
                                List.of(options.padding),
                                List.of(options.dilation),
                                options.groups)
                        .apply(x, weight.value());
        return bias.isPresent() ? y.add(bias.value()) : y;
    }

    @Override
    protected String extraRepr() {
        Array w = weight.value();
        return "%d, %d, kernel_size=%d, stride=%d, padding=%d, dilation=%d, groups=%d, bias=%s"
                .formatted(
                        w.shape().extent(-1) * options.groups,
                        w.shape().extent(0),
                        w.shape().extent(1),
                        options.stride,
                        options.padding,
                        options.dilation,
                        options.groups,
                        Repr.of(bias.isPresent()));
    }
}
