package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.tensor.DType;

import java.util.List;

/** The elements of one array in another order or shape: a view of the same bytes, for any dtype. */
public interface Rearrangement extends Primitive {
    /** The view of the result. */
    View view(View in);

    @Override
    default DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    default View eval(List<View> in) {
        return view(in.getFirst());
    }
}
