package dev.mlxj.array;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;

/** The same value as its input: the node at which a gradient ends. */
record Traced() implements Primitive {
    @Override
    public Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public View eval(List<View> in) {
        return in.getFirst();
    }

    @Override
    public Array batched(List<Array> in) {
        return in.getFirst();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent);
    }
}
