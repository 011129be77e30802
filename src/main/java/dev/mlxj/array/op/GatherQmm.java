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

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Products with those of many quantised matrices that indices choose, such as a layer's experts:
 * {@code x[lhs] w[rhs]}; no matrix is copied. Matches {@code mlx.core.gather_qmm}.
 *
 * @param transposed as in {@link QuantizedMatmul}
 */
public record GatherQmm(Quantization how, boolean transposed) implements Primitive {
    /**
     * The products.
     *
     * @param x {@code [.., m, k]}
     * @param w {@code [.., n, k]} if transposed, {@code [.., k, n]} else
     * @param lhs which matrix of x, counted through its axes in front; null for all
     * @param rhs which matrix of w; null for all
     * @return {@code [indices.., m, n]} for the shape that both indices have together
     * @throws IllegalArgumentException if dtypes or shapes do not fit
     */
    public static Array of(
            Array x, Quantized w, @Nullable Array lhs, @Nullable Array rhs, boolean transposed) {
        List<Array> inputs =
                new ArrayList<>(QuantizedFactors.of("gather_qmm", x, w, transposed).inputs());
        if (x.ndim() < 2) {
            throw new IllegalArgumentException(
                    "[gather_qmm] x must have at least 2 dimensions but has " + x.ndim());
        }
        inputs.addAll(
                Positions.inputs(List.of(chosen(lhs, x.shape()), chosen(rhs, w.weight().shape()))));
        return Array.of(new GatherQmm(w.how(), transposed), inputs);
    }

    private static Array chosen(@Nullable Array indices, Shape shape) {
        if (indices != null) {
            return indices;
        }
        Shape front = front(shape);
        return Reshape.of(Array.arange(DType.U32, front.elements()), front);
    }

    private static Shape front(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.getLast().shape(), in.get(0).shape(), in.get(1).shape());
    }

    private Shape shape(Shape indices, Shape x, Shape words) {
        long[] extents = Arrays.copyOf(indices.toArray(), indices.rank() + 2);
        extents[indices.rank()] = x.extent(-2);
        extents[indices.rank() + 1] =
                transposed ? words.extent(-2) : how.elements(words.extent(-1));
        return Shape.of(extents);
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        View words = in.get(1);
        Tensor out =
                Memory.allocate(x.dtype(), shape(in.getLast().shape(), x.shape(), words.shape()));
        long[] left = indices(in.get(in.size() - 2), in.getFirst());
        long[] right = indices(in.getLast(), words);
        QuantizedGemm gemm =
                new QuantizedGemm(
                        Dequantize.matrix(how, in.subList(1, in.size() - 2), 1),
                        transposed,
                        Math.toIntExact(x.shape().extent(-2)),
                        Math.toIntExact(out.shape().extent(-1)),
                        Math.toIntExact(x.shape().extent(-1)),
                        x.dtype());
        gemm.multiply(left.length, x.bytes(), i -> left[(int) i], i -> right[(int) i], out.bytes());
        return View.of(out);
    }

    /** Which of the matrices in front of one another each index means. */
    private static long[] indices(View indices, View matrices) {
        Shape shape = matrices.shape();
        long size = Math.max(1, shape.extent(-2) * shape.extent(-1));
        View lines = View.of(matrices.tensor()).reshape(Shape.of(front(shape).elements(), size));
        Positions positions = Positions.of(lines, List.of(indices));
        long[] chosen = new long[positions.count()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = positions.offset(i) / size;
        }
        return chosen;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        Array words = in.get(1);
        Array lhs = in.get(in.size() - 2);
        Array rhs = in.getLast();
        Quantized w = QuantizedFactors.quantized(in.subList(1, in.size() - 2), how);
        List<Array> gradients = new ArrayList<>();
        gradients.add(scattered(of(cotangent, w, null, rhs, !transposed), lhs, x.shape()));
        if (how.hasBiases()) {
            Array chosen = Gather.of(flat(x), List.of(lhs));
            Array products =
                    transposed
                            ? Matmul.of(cotangent.mT(), chosen)
                            : Matmul.of(chosen.mT(), cotangent);
            Shape shape = Shapes.with(words.shape(), words.ndim() - 1, w.columns());
            Array gradient = scattered(products, rhs, shape);
            gradients.add(Array.zeros(DType.U32, words.shape().toArray()));
            gradients.add(Dequantize.scaleGradient(in.subList(1, 4), how, gradient));
            gradients.add(Dequantize.biasGradient(how, gradient));
        }
        return gradients;
    }

    /** The axes in front of the matrices as one. */
    private static Array flat(Array x) {
        return Reshape.of(x, -1, x.shape().extent(-2), x.shape().extent(-1));
    }

    /** The sums of the matrices that have one index, in the place of that index. */
    private static Array scattered(Array matrices, Array indices, Shape shape) {
        Array zeros = flat(Array.zeros(matrices.dtype(), shape.toArray()));
        return Reshape.of(Scatter.of(Scatter.Mode.ADD, zeros, matrices, List.of(indices)), shape);
    }

    @Override
    public Optional<String> refusal(int input) {
        return input > (how.hasBiases() ? 3 : 2)
                ? Optional.of("[GatherQMM::vjp] cannot compute the gradient wrt the indices.")
                : QuantizedFactors.refusal("GatherQMM", how, input);
    }
}
