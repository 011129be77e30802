package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Index;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Each of the matrices that the last two axes hold becomes another, computed in F64 and rounded to
 * the dtype. For the small dense matrices of linear algebra.
 */
public interface PerMatrix extends Primitive {
    /** What one matrix of each input comes to; the inputs may be overwritten. */
    double[][] apply(List<double[][]> matrices);

    /** The extents that stand in the place of the last two axes of the first input. */
    long[] extents(List<Shape> in);

    /**
     * The node.
     *
     * @throws IllegalArgumentException if the dtype is not F32 or F64, or there are no two axes
     */
    static Array of(PerMatrix operation, Array... inputs) {
        for (Array input : inputs) {
            if (input.dtype() != DType.F32 && input.dtype() != DType.F64) {
                throw Refusal.of(
                        "linalg::" + operation.name(),
                        "Arrays must have type float32 or float64.",
                        inputs);
            }
            if (input.ndim() < 2) {
                throw Refusal.of(
                        "linalg::" + operation.name(), "Arrays must have >= 2 dimensions.", inputs);
            }
        }
        return Array.of(operation, inputs);
    }

    /**
     * Complex matrices as real ones of twice the extents, {@code [[re, -im], [im, re]]}: these have
     * the same eigenvalues and singular values, each twice.
     */
    static Array inReals(Array x) {
        Array re = x.real();
        Array im = x.imag();
        Array above = Concatenate.of(List.of(re, im.negative()), -1);
        return Concatenate.of(List.of(above, Concatenate.of(List.of(im, re), -1)), -2);
    }

    /** The values without their twins. */
    static Array everySecond(Array values) {
        return values.get(Index.ellipsis(), Index.span(null, null, 2));
    }

    /** Refuses matrices that are not square. */
    static void requireSquare(Array x, String name) {
        if (x.ndim() < 2) {
            throw Refusal.of("linalg::" + name, "Arrays must have >= 2 dimensions.", x);
        }
        if (x.shape().extent(-1) != x.shape().extent(-2)) {
            throw Refusal.of("linalg::" + name, "Inputs must be square matrices.", x);
        }
    }

    @Override
    default DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    default Shape shape(List<Array> in) {
        return result(in.stream().map(Array::shape).toList());
    }

    private Shape result(List<Shape> in) {
        long[] first = in.getFirst().toArray();
        long[] own = extents(in);
        long[] all = Arrays.copyOf(first, first.length - 2 + own.length);
        System.arraycopy(own, 0, all, first.length - 2, own.length);
        return Shape.of(all);
    }

    @Override
    default Array batched(List<Array> in) {
        return Array.of(this, in);
    }

    @Override
    default View eval(List<View> in) {
        Shape shape = result(in.stream().map(View::shape).toList());
        Tensor out = Memory.allocate(in.getFirst().dtype(), shape);
        Shape first = in.getFirst().shape();
        long size = first.extent(-1) * first.extent(-2);
        long count = size == 0 ? 0 : first.elements() / size;
        Block block = new Block();
        long written = 0;
        for (long i = 0; i < count; i++) {
            List<double[][]> matrices = new ArrayList<>();
            for (View input : in) {
                matrices.add(load(input, i, block));
            }
            for (double[] row : apply(matrices)) {
                written = store(row, out, written, block);
            }
        }
        return View.of(out);
    }

    private static double[][] load(View view, long matrix, Block block) {
        int rows = (int) view.shape().extent(-2);
        int columns = (int) view.shape().extent(-1);
        double[][] loaded = new double[rows][columns];
        View.Reader reader = view.reader();
        for (int row = 0; row < rows; row++) {
            for (int from = 0; from < columns; from += Block.SIZE) {
                int n = Math.min(Block.SIZE, columns - from);
                reader.load((matrix * rows + row) * columns + from, n, block);
                block.convertFrom(block, DType.F64, n);
                System.arraycopy(block.doubles(), 0, loaded[row], from, n);
            }
        }
        return loaded;
    }

    private static long store(double[] row, Tensor out, long at, Block block) {
        for (int from = 0; from < row.length; from += Block.SIZE) {
            int n = Math.min(Block.SIZE, row.length - from);
            block.become(DType.F64);
            System.arraycopy(row, from, block.doubles(), 0, n);
            block.convertFrom(block, out.dtype(), n);
            block.become(out.dtype());
            block.store(out.bytes(), at + from, n);
        }
        return at + row.length;
    }
}
