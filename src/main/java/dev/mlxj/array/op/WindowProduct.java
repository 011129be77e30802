package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.array.kernel.Gemm;
import dev.mlxj.array.kernel.Matrix;
import dev.mlxj.array.kernel.Operand;
import dev.mlxj.array.kernel.PanelSource;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.Arrays;
import java.util.List;

/**
 * Each place of a window times each weight: {@code [batch, places.., window.., channels]} and
 * {@code [outputs, window.., channels]} to {@code [batch, places.., outputs]}. It is a product of
 * matrices whose left factor is read from the windows panel by panel, never written out: with its
 * elements as often as windows overlap it would be many times the input.
 */
record WindowProduct() implements Fused {
    /** The node, or the composed form for dtypes that are not computed in F32. */
    static Array of(Array windows, Array weight) {
        List<Array> in = List.of(windows, weight);
        boolean fast = Fused.isFast(in) && windows.size() > 0 && weight.size() > 0;
        WindowProduct node = new WindowProduct();
        return fast ? Array.of(node, in) : node.composed(in);
    }

    @Override
    public Array composed(List<Array> in) {
        Array windows = in.get(0);
        Array weight = in.get(1);
        Shape result = shape(in);
        long rows = result.elements() / Math.max(1, result.extent(-1));
        long depth = weight.size() / Math.max(1, weight.shape().extent(0));
        Array product =
                Matmul.of(
                        Reshape.of(windows, Shape.of(rows, depth)),
                        Reshape.of(weight, weight.shape().extent(0), depth).T());
        return Reshape.of(product, result);
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
        Tensor weight = in.get(1).tensor();
        DType dtype = Promotion.of(windows.dtype(), weight.dtype());
        Tensor out = Memory.allocate(dtype, shape(windows.shape(), weight.shape()));
        int n = Math.toIntExact(weight.shape().extent(0));
        int k = Math.toIntExact(weight.shape().elements() / n);
        int m = Math.toIntExact(out.shape().elements() / n);
        Gemm.multiply(
                m,
                n,
                k,
                new Operand(lines(windows, k), false),
                Matrix.rows(weight.dtype(), weight.bytes(), 0, k).operand().transpose(),
                Matrix.rows(dtype, out.bytes(), 0, n));
        return View.of(out);
    }

    /** One line for each place. */
    private static PanelSource lines(View windows, long k) {
        return () -> {
            View.Reader reader = windows.reader();
            Block block = new Block();
            return (line, first, into, at, n) -> {
                for (int done = 0; done < n; done += Block.SIZE) {
                    int count = Math.min(Block.SIZE, n - done);
                    reader.load(line * k + first + done, count, block);
                    System.arraycopy(block.floats(), 0, into, at + done, count);
                }
            };
        };
    }
}
