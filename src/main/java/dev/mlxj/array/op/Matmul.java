package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Gemm;
import dev.mlxj.array.kernel.Matrix;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.Arrays;
import java.util.List;

/**
 * Products of matrices: {@code [.., m, k]} with {@code [.., k, n]} to {@code [.., m, n]}; the axes
 * in front broadcast. A vector on the left is a row, on the right a column, and its axis goes. F16
 * and BF16 are added up in F32 and rounded once. Transposed inputs, and narrow ones of a product in
 * F32, are read where they lie. Matches {@code mlx.core.matmul}.
 *
 * @param dtype of the product
 */
public record Matmul(DType dtype) implements Primitive {
    /**
     * The product.
     *
     * @throws IllegalArgumentException if an input is a scalar or no floating dtype, or the shapes
     *     do not fit
     */
    public static Array of(Array a, Array b) {
        if (a.ndim() == 0 || b.ndim() == 0) {
            throw Refusal.of(
                    "matmul",
                    "Got 0 dimension input. Inputs must have at least one dimension.",
                    a,
                    b);
        }
        Array left = a.ndim() == 1 ? Axes.expandDims(a, 0) : a;
        Array right = b.ndim() == 1 ? Axes.expandDims(b, 1) : b;
        if (left.shape().extent(-1) != right.shape().extent(-2)) {
            throw Refusal.of(
                    "matmul",
                    "Last dimension of first input with shape %s must match second to last dimension of second input with shape %s."
                            .formatted(Shapes.text(a.shape()), Shapes.text(b.shape())),
                    a,
                    b);
        }
        DType dtype = Promotion.of("matmul", a, b);
        if (!dtype.isInexact()) {
            throw Refusal.of(
                    "matmul",
                    "Only inexact types are supported but %s and %s were provided which results in %s, which is not a floating point type."
                            .formatted(
                                    Promotion.name(a.dtype()),
                                    Promotion.name(b.dtype()),
                                    Promotion.name(dtype)),
                    a,
                    b);
        }
        Shape batch = Shapes.broadcast("matmul", batch(left.shape()), batch(right.shape()), a, b);
        left = BroadcastTo.of(factor(left, dtype), whole(batch, left.shape()));
        right = BroadcastTo.of(factor(right, dtype), whole(batch, right.shape()));
        Array product =
                dtype == DType.C64
                        ? complex(left, right)
                        : Array.of(new Matmul(dtype), left, right);
        if (a.ndim() == 1) {
            product = Axes.squeeze(product, b.ndim() == 1 ? -1 : -2);
        }
        return b.ndim() == 1 ? Axes.squeeze(product, -1) : product;
    }

    /** In the product's dtype, or what is widened to it. */
    private static Array factor(Array x, DType dtype) {
        return AsType.of(x, dtype).narrow();
    }

    private static Array complex(Array a, Array b) {
        Array aRe = a.real();
        Array aIm = a.imag();
        Array bRe = b.real();
        Array bIm = b.imag();
        Array re = of(aRe, bRe).subtract(of(aIm, bIm));
        Array im = of(aRe, bIm).add(of(aIm, bRe));
        return re.add(im.multiply(Array.complex(0, 1)));
    }

    /** The axes in front of the matrices. */
    private static Shape batch(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static Shape whole(Shape batch, Shape matrix) {
        long[] extents = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        extents[batch.rank()] = matrix.extent(-2);
        extents[batch.rank() + 1] = matrix.extent(-1);
        return Shape.of(extents);
    }

    private static Shape product(Shape a, Shape b) {
        return Shapes.with(a, a.rank() - 1, b.extent(-1));
    }

    @Override
    public Shape shape(List<Array> in) {
        return product(in.get(0).shape(), in.get(1).shape());
    }

    @Override
    public DType dtype(List<Array> in) {
        return dtype;
    }

    @Override
    public View eval(List<View> in) {
        View a = in.get(0);
        View b = in.get(1);
        Tensor out = Memory.allocate(dtype, product(a.shape(), b.shape()));
        int m = Math.toIntExact(a.shape().extent(-2));
        int k = Math.toIntExact(a.shape().extent(-1));
        int n = Math.toIntExact(b.shape().extent(-1));
        long batches = batch(a.shape()).elements();
        View product = View.of(out);
        Gemm.multiplyAll(
                batches, m, n, k, i -> matrix(a, i), i -> matrix(b, i), i -> matrix(product, i));
        return product;
    }

    /** The i-th of the matrices that the last two axes hold. */
    private static Matrix matrix(View view, long i) {
        int rank = view.shape().rank();
        long first = view.offset();
        long rest = i;
        for (int axis = rank - 3; axis >= 0; axis--) {
            first += rest % view.shape().extent(axis) * view.stride(axis);
            rest /= view.shape().extent(axis);
        }
        return new Matrix(
                view.dtype(), view.bytes(), first, view.stride(rank - 2), view.stride(rank - 1));
    }

    @Override
    public Array batched(List<Array> in) {
        return Array.of(this, in);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array a = in.get(0);
        Array b = in.get(1);
        return List.of(
                AsType.of(of(cotangent, b.mT()), a.dtype()),
                AsType.of(of(a.mT(), cotangent), b.dtype()));
    }
}
