package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Grad;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Vmap;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Lane;

import java.util.Collections;
import java.util.List;

/**
 * An operation that is computed in loops of its own, and could be composed of others: its gradient
 * and its form for many at once are those of the composition.
 */
interface Fused extends Primitive {
    /** The same result, but for rounding, by other operations. */
    Array composed(List<Array> in);

    /** Whether the loops know these dtypes: F32 and the shorter ones that are computed in it. */
    static boolean isFast(List<Array> in) {
        for (Array x : in) {
            if (x.dtype().lane() != Lane.FLOAT || x.dtype().bits() < 16) {
                return false;
            }
        }
        return true;
    }

    private List<Array> all(List<Array> in) {
        return List.of(composed(in));
    }

    @Override
    default List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return Grad.vjp(this::all, in, List.of(cotangent)).gradients();
    }

    @Override
    default Array batched(List<Array> in) {
        return Vmap.of(this::all, Collections.nCopies(in.size(), 0), 0).apply(in).getFirst();
    }

    /** The dtype that all inputs have in common. */
    @Override
    default DType dtype(List<Array> in) {
        DType dtype = in.getFirst().dtype();
        for (Array x : in) {
            dtype = Promotion.of(dtype, x.dtype());
        }
        return dtype;
    }
}
