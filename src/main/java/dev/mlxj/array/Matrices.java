package dev.mlxj.array;

import dev.mlxj.array.op.Matmul;
import dev.mlxj.array.op.Quantize;
import dev.mlxj.array.op.QuantizedMatmul;
import dev.mlxj.array.op.TensorProducts;
import dev.mlxj.tensor.Quantization;

import java.util.List;

/** Products of vectors, matrices and tensors, also of packed ones. */
public sealed interface Matrices extends Operand permits Array {
    /** {@link Matmul}. */
    default Array matmul(Array other) {
        return Matmul.of(array(), other);
    }

    /** {@link TensorProducts#inner}: the products along the last axis of both, summed. */
    default Array inner(Array other) {
        return TensorProducts.inner(array(), other);
    }

    /** {@link TensorProducts#outer}: every element with every other. */
    default Array outer(Array other) {
        return TensorProducts.outer(array(), other);
    }

    /** {@link TensorProducts#kron}: each element times all of the other array. */
    default Array kron(Array other) {
        return TensorProducts.kron(array(), other);
    }

    /** {@link TensorProducts#vecdot}: the products along an axis, summed. */
    default Array vecdot(Array other, int axis) {
        return TensorProducts.vecdot(array(), other, axis);
    }

    /** {@link TensorProducts#tensordot} over the last axes of this and the first of the other. */
    default Array tensordot(Array other, int axes) {
        return TensorProducts.tensordot(array(), other, axes);
    }

    /** {@link TensorProducts#tensordot} over pairs of axes. */
    default Array tensordot(Array other, List<Integer> axes, List<Integer> otherAxes) {
        return TensorProducts.tensordot(array(), other, axes, otherAxes);
    }

    /** {@link Quantize}: packed to a few bits an element. */
    default Quantized quantize(Quantization how) {
        return Quantize.of(array(), how);
    }

    /** {@link QuantizedMatmul}: the product with the transposed matrix, as in a linear layer. */
    default Array quantizedMatmul(Quantized w) {
        return QuantizedMatmul.of(array(), w);
    }
}
