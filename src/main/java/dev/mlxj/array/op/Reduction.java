package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * All elements along some axes folded into one with an associative operation. The result keeps the
 * axes, with extent 1. The order of folding depends on the shape alone.
 */
public interface Reduction extends Primitive {
    /** The axes that are reduced: from the front, ascending. */
    List<Integer> axes();

    /** The operation that joins two elements. */
    Pointwise join();

    /** What no element at all gives. */
    int identity();

    /** The result with the reduced axes, or without them. */
    static Array of(Reduction reduction, Array x, boolean keepDims) {
        Array kept = Array.of(reduction, x);
        return keepDims ? kept : Reshape.of(kept, Shapes.without(x.shape(), reduction.axes()));
    }

    @Override
    default Shape shape(List<Array> in) {
        return Shapes.keeping(in.getFirst().shape(), axes());
    }

    @Override
    default DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    /** The same reduction along other axes. */
    Reduction along(List<Integer> otherAxes);

    @Override
    default Array batched(List<Array> in) {
        return Array.of(along(axes().stream().map(axis -> axis + 1).toList()), in);
    }

    @Override
    default View eval(List<View> in) {
        return Folding.of(this, in.getFirst());
    }
}
