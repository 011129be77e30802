package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Quantized;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.QuantizedGemm;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Products with a quantised matrix, which is decoded where it lies: {@code [.., m, k]} with {@code
 * [n, k]} (its lines are columns of the right factor), or {@code [k, n]}, to {@code [.., m, n]}.
 * Adds up in F32, also F16 and BF16, and rounds once. Matches {@code mlx.core.quantized_matmul}.
 *
 * @param transposed whether the product is with the transposed matrix
 */
public record QuantizedMatmul(Quantization how, boolean transposed) implements Primitive {
    /**
     * {@code x w^T}, as in a linear layer.
     *
     * @param x {@code [.., k]}, floating
     * @param w {@code [n, k]}, or with further axes in front, which broadcast with those of x
     * @throws IllegalArgumentException if dtypes or shapes do not fit
     */
    public static Array of(Array x, Quantized w) {
        return of(x, w, true);
    }

    /**
     * {@code x w}.
     *
     * @param x {@code [.., k]}, floating
     * @param w {@code [k, n]}, or with further axes in front, which broadcast with those of x
     * @throws IllegalArgumentException if dtypes or shapes do not fit
     */
    public static Array untransposed(Array x, Quantized w) {
        return of(x, w, false);
    }

    private static Array of(Array x, Quantized w, boolean transposed) {
        QuantizedFactors factors = QuantizedFactors.of("quantized_matmul", x, w, transposed);
        List<Array> inputs = factors.inputs();
        if (w.weight().ndim() > 2) {
            inputs = broadcast(inputs);
        }
        return Array.of(new QuantizedMatmul(w.how(), transposed), inputs);
    }

    /** Brings the axes in front of the last two to one shape. */
    private static List<Array> broadcast(List<Array> inputs) {
        List<Array> all = new ArrayList<>(inputs);
        if (all.getFirst().ndim() == 1) {
            all.set(0, Axes.expandDims(all.getFirst(), 0));
        }
        Shape batch = Shape.of();
        for (Array input : all) {
            batch = Shapes.broadcast(batch, front(input.shape()));
        }
        Shape whole = batch;
        all.replaceAll(input -> BroadcastTo.of(input, whole(whole, input.shape())));
        return all;
    }

    private static Shape front(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static Shape whole(Shape batch, Shape matrix) {
        long[] extents = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        extents[batch.rank()] = matrix.extent(-2);
        extents[batch.rank() + 1] = matrix.extent(-1);
        return Shape.of(extents);
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.get(0).shape(), in.get(1).shape());
    }

    private Shape shape(Shape x, Shape words) {
        return Shapes.with(x, x.rank() - 1, columns(words));
    }

    /** Columns of the product. */
    private long columns(Shape words) {
        return transposed ? words.extent(-2) : how.elements(words.extent(-1));
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        Shape words = in.get(1).shape();
        Tensor out = Memory.allocate(x.dtype(), shape(x.shape(), words));
        long matrices = front(words).elements();
        long k = x.shape().extent(-1);
        long rows = k == 0 || matrices == 0 ? 0 : x.shape().elements() / k / matrices;
        QuantizedGemm gemm =
                new QuantizedGemm(
                        Dequantize.matrix(how, in.subList(1, in.size()), 1),
                        transposed,
                        Math.toIntExact(rows),
                        Math.toIntExact(columns(words)),
                        Math.toIntExact(k),
                        x.dtype());
        gemm.multiply(matrices, x.bytes(), i -> i, i -> i, out.bytes());
        return View.of(out);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Quantized w = QuantizedFactors.quantized(in.subList(1, in.size()), how);
        List<Array> gradients = new ArrayList<>();
        gradients.add(of(cotangent, w, !transposed));
        if (how.hasBiases()) {
            int rank = in.get(1).ndim();
            Array x = asRows(in.getFirst(), rank);
            Array c = asRows(cotangent, rank);
            Array gradient = transposed ? Matmul.of(c.mT(), x) : Matmul.of(x.mT(), c);
            gradients.add(Array.zeros(DType.U32, in.get(1).shape().toArray()));
            gradients.add(Dequantize.scaleGradient(in.subList(1, 4), how, gradient));
            gradients.add(Dequantize.biasGradient(how, gradient));
        }
        return gradients;
    }

    /** With the axes in front joined, so that there are as many as the packed matrix has. */
    private static Array asRows(Array x, int rank) {
        if (x.ndim() == rank) {
            return x;
        }
        return Reshape.of(x, -1, x.shape().extent(-1));
    }

    @Override
    public Optional<String> refusal(int input) {
        return QuantizedFactors.refusal("QuantizedMatmul", how, input);
    }
}
