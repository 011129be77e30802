package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Convolution, channels last: windows of the input times the weight, as one {@link WindowProduct}
 * for each group. Matches {@code mlx.core.conv_general} and what is built on it.
 *
 * @param strides one for each spatial axis, as in the other lists
 * @param before zeros added in front of each spatial axis; negative ones cut it
 * @param behind zeros added behind it
 * @param dilations between neighbouring elements of the weight
 * @param inputDilations between neighbouring elements of the input, zeros in between
 * @param groups in how many parts the channels are separate
 * @param flip whether the weight is turned round
 */
public record Convolution(
        List<Integer> strides,
        List<Integer> before,
        List<Integer> behind,
        List<Integer> dilations,
        List<Integer> inputDilations,
        int groups,
        boolean flip) {

    /** A convolution with the same zeros on both sides. */
    public static Convolution of(
            List<Integer> strides, List<Integer> padding, List<Integer> dilations, int groups) {
        List<Integer> ones = Collections.nCopies(strides.size(), 1);
        return new Convolution(strides, padding, padding, dilations, ones, groups, false);
    }

    /** The convolution that has this one as its gradient by the input. */
    public static Convolution transposed(
            List<Integer> strides,
            List<Integer> padding,
            List<Integer> dilations,
            List<Integer> outputPadding,
            List<Integer> window,
            int groups) {
        List<Integer> before = new ArrayList<>();
        List<Integer> behind = new ArrayList<>();
        for (int axis = 0; axis < strides.size(); axis++) {
            int reach = dilations.get(axis) * (window.get(axis) - 1);
            before.add(reach - padding.get(axis));
            behind.add(reach - padding.get(axis) + outputPadding.get(axis));
        }
        List<Integer> ones = Collections.nCopies(strides.size(), 1);
        return new Convolution(ones, before, behind, dilations, strides, groups, true);
    }

    /**
     * The convolved array.
     *
     * @param input {@code [batch, spatial.., channels]}
     * @param weight {@code [outputs, window.., channels / groups]}
     * @return {@code [batch, places.., outputs]}
     * @throws IllegalArgumentException if ranks, channels or groups do not fit
     */
    public Array apply(Array input, Array weight) {
        requireShapes(input, weight);
        int spatial = strides.size();
        List<Integer> window = new ArrayList<>();
        List<Integer> spatialAxes = new ArrayList<>();
        for (int axis = 0; axis < spatial; axis++) {
            window.add(Math.toIntExact(weight.shape().extent(axis + 1)));
            spatialAxes.add(axis + 1);
        }
        int[] turned = spatialAxes.stream().mapToInt(Integer::intValue).toArray();
        Array kernel = flip ? Order.flip(weight, turned) : weight;
        Array filled = reached(padded(dilated(input)), window);
        Array windows = Windows.of(filled, window, strides, dilations);
        List<Array> in = List.of(windows, kernel);
        if (isOfChannels(input, weight) && Fused.isFast(in) && windows.size() > 0) {
            return Array.of(new ChannelWindows(), in);
        }
        List<Array> parts = new ArrayList<>();
        long outputs = weight.shape().extent(0) / groups;
        long channels = weight.shape().extent(-1);
        for (int group = 0; group < groups; group++) {
            Array x = windows.slice(-1, group * channels, (group + 1) * channels);
            Array w = kernel.slice(0, group * outputs, (group + 1) * outputs);
            parts.add(WindowProduct.of(x, w));
        }
        return Concatenate.of(parts, -1);
    }

    /** Whether each channel makes one output on its own, and there are some. */
    private boolean isOfChannels(Array input, Array weight) {
        return groups > 1
                && groups == input.shape().extent(-1)
                && groups == weight.shape().extent(0)
                && weight.size() > 0;
    }

    private Array dilated(Array input) {
        Array x = input;
        for (int axis = 0; axis < strides.size(); axis++) {
            int by = inputDilations.get(axis);
            if (by > 1) {
                long extent = x.shape().extent(axis + 1);
                long wide = extent == 0 ? 0 : (extent - 1) * by + 1;
                Array zeros =
                        Array.zeros(x.dtype(), Shapes.with(x.shape(), axis + 1, wide).toArray());
                List<Slice.Range> place = new ArrayList<>();
                for (int before = 0; before <= axis; before++) {
                    place.add(Slice.Range.all(x.shape().extent(before)));
                }
                place.add(new Slice.Range(0, by, extent));
                x = SliceUpdate.of(zeros, x, place);
            }
        }
        return x;
    }

    /**
     * With zeros behind an axis that is shorter than the weight by less than a stride: the
     * reference counts its places by division toward zero, so there is one.
     */
    private Array reached(Array x, List<Integer> window) {
        List<Pad.Width> widths = new ArrayList<>();
        widths.add(new Pad.Width(0, 0));
        boolean pads = false;
        for (int axis = 0; axis < strides.size(); axis++) {
            long reach = (window.get(axis) - 1L) * dilations.get(axis) + 1;
            int missing = (int) Math.max(0, reach - x.shape().extent(axis + 1));
            boolean fills = missing > 0 && missing < strides.get(axis);
            widths.add(new Pad.Width(0, fills ? missing : 0));
            pads |= fills;
        }
        widths.add(new Pad.Width(0, 0));
        return pads ? Pad.of(x, Pad.Mode.CONSTANT, Array.scalar(0L), widths) : x;
    }

    private Array padded(Array input) {
        Array x = input;
        List<Pad.Width> widths = new ArrayList<>();
        widths.add(new Pad.Width(0, 0));
        boolean pads = false;
        for (int axis = 0; axis < strides.size(); axis++) {
            int low = before.get(axis);
            int high = behind.get(axis);
            long extent = x.shape().extent(axis + 1);
            x = x.slice(axis + 1, Math.max(0, -low), extent - Math.max(0, -high));
            widths.add(new Pad.Width(Math.max(0, low), Math.max(0, high)));
            pads |= low > 0 || high > 0;
        }
        widths.add(new Pad.Width(0, 0));
        return pads ? Pad.of(x, Pad.Mode.CONSTANT, Array.scalar(0L), widths) : x;
    }

    private void requireShapes(Array input, Array weight) {
        if (!input.dtype().isFloating() || !weight.dtype().isFloating()) {
            throw Refusal.of("conv", "Only floating point types are convolved.", input, weight);
        }
        int rank = strides.size() + 2;
        if (input.ndim() != rank || weight.ndim() != rank) {
            throw Refusal.of(
                    "conv",
                    "Expected input and weight of %d axes, got shapes %s and %s"
                            .formatted(
                                    rank, Shapes.text(input.shape()), Shapes.text(weight.shape())),
                    input,
                    weight);
        }
        if (input.shape().extent(-1) != weight.shape().extent(-1) * groups
                || weight.shape().extent(0) % groups != 0) {
            throw Refusal.of(
                    "conv",
                    "Expect the input channels in the input and weight array to match but got shapes - input: %s and weight: %s"
                            .formatted(Shapes.text(input.shape()), Shapes.text(weight.shape())),
                    input,
                    weight);
        }
    }
}
