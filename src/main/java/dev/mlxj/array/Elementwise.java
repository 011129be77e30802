package dev.mlxj.array;

import dev.mlxj.array.op.AsType;
import dev.mlxj.tensor.DType;

/** Functions of one array, element by element. */
public sealed interface Elementwise extends Operand permits Array {
    /** {@link AsType Each element as another dtype}. */
    default Array astype(DType dtype) {
        return AsType.of(array(), dtype);
    }
}
