package dev.mlxj.array;

import dev.mlxj.array.op.Sum;

/** Many elements to one, along axes. */
public sealed interface Reductions extends Operand permits Array {
    /** {@link Sum The sum} along these axes, or along all if none is given. */
    default Array sum(int... axes) {
        return Sum.of(array(), false, axes);
    }

    /** {@link Sum The sum} along these axes, which stay with extent 1. */
    default Array sumKeepDims(int... axes) {
        return Sum.of(array(), true, axes);
    }
}
