package dev.mlxj.array;

import dev.mlxj.array.op.Matmul;

/** Products of vectors, matrices and tensors. */
public sealed interface Matrices extends Operand permits Array {
    /** {@link Matmul}. */
    default Array matmul(Array other) {
        return Matmul.of(array(), other);
    }
}
