package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.Codec;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.Arrays;
import java.util.List;

/**
 * A convolution of each channel on its own: {@code [batch, places.., window.., channels]} and
 * {@code [channels, window.., 1]} to {@code [batch, places.., channels]}. Each element adds up in
 * the order of the window, so it has the bits of a {@link WindowProduct} for each channel, which
 * would be as many products of one column.
 */
record ChannelWindows() implements Fused {
    /** Elements that a thread takes at a time. */
    private static final int PIECE = 32_768;

    @Override
    public Array composed(List<Array> in) {
        Array weight = in.get(1);
        int rank = weight.ndim();
        Array byWindow = Rows.moved(weight, 0, -1).squeeze(-2);
        Array products = in.get(0).multiply(byWindow);
        int[] window = new int[rank - 2];
        for (int axis = 0; axis < window.length; axis++) {
            window[axis] = axis - (rank - 1);
        }
        return products.sum(window);
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.get(0).shape(), in.get(1).shape());
    }

    private static Shape shape(Shape windows, Shape weight) {
        int places = windows.rank() - weight.rank() + 1;
        long[] extents = Arrays.copyOf(windows.toArray(), places + 1);
        extents[places] = weight.extent(0);
        return Shape.of(extents);
    }

    @Override
    public View eval(List<View> in) {
        View windows = in.get(0);
        DType dtype = Promotion.of(windows.dtype(), in.get(1).dtype());
        Tensor out = Memory.allocate(dtype, shape(windows.shape(), in.get(1).shape()));
        int channels = Math.toIntExact(out.shape().extent(-1));
        float[][] weight = byWindow(in.get(1).tensor(), channels);
        Blocks.runWith(
                out.shape().elements() / channels,
                Math.max(1, PIECE / (channels * weight.length)),
                () -> {
                    View.Reader reader = windows.reader();
                    Codec codec = Codec.of(dtype);
                    Block block = new Block();
                    float[] sums = new float[Block.SIZE];
                    return (first, count) -> {
                        for (long place = first; place < first + count; place++) {
                            for (int c = 0; c < channels; c += Block.SIZE) {
                                int n = Math.min(Block.SIZE, channels - c);
                                Arrays.fill(sums, 0, n, 0f);
                                for (int w = 0; w < weight.length; w++) {
                                    long from = (place * weight.length + w) * channels + c;
                                    reader.load(from, n, block);
                                    add(sums, block.floats(), weight[w], c, n);
                                }
                                codec.store(sums, 0, out.bytes(), place * channels + c, n);
                            }
                        }
                    };
                });
        return View.of(out);
    }

    /** The weights of all channels, for each place in the window. */
    private static float[][] byWindow(Tensor weight, int channels) {
        int size = Math.toIntExact(weight.shape().elements() / channels);
        float[] all = new float[size * channels];
        Codec.of(weight.dtype()).load(weight.bytes(), 0, all, 0, all.length);
        float[][] byWindow = new float[size][channels];
        for (int c = 0; c < channels; c++) {
            for (int w = 0; w < size; w++) {
                byWindow[w][c] = all[c * size + w];
            }
        }
        return byWindow;
    }

    private static void add(float[] sums, float[] x, float[] weight, int from, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] = Math.fma(x[i], weight[from + i], sums[i]);
        }
    }
}
