package dev.mlxj.array;

import dev.mlxj.array.op.BroadcastTo;
import dev.mlxj.array.op.Reshape;
import dev.mlxj.array.op.Transpose;
import dev.mlxj.tensor.Shape;

/** The same elements in another shape or order. */
public sealed interface Shaping extends Operand permits Array {
    /** {@link Reshape The elements under another shape}; one extent may be -1. */
    default Array reshape(long... extents) {
        return Reshape.of(array(), extents);
    }

    /** {@link Transpose The axes in this order}; reversed if none is given. */
    default Array transpose(int... axes) {
        return Transpose.of(array(), axes);
    }

    /** {@link Transpose All axes reversed}. */
    default Array T() {
        return Transpose.of(array());
    }

    /** {@link BroadcastTo The array repeated} along axes of extent 1. */
    default Array broadcastTo(long... extents) {
        return BroadcastTo.of(array(), Shape.of(extents));
    }
}
