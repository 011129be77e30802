package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.List;

/** {@code z = f(x, y)} on integers or bool, element by element. There is no gradient. */
public interface Bitwise extends Pointwise {
    /** Puts z in the place of x; the caller wraps what does not fit {@code dtype}. */
    void apply(long[] x, long[] y, int n, DType dtype);

    /**
     * The node: both inputs promoted to one dtype and broadcast to one shape.
     *
     * @throws IllegalArgumentException if the dtype is neither an integer nor bool
     */
    static Array of(Bitwise operation, Array x, Array y) {
        DType dtype = Promotion.of(operation, x, y);
        if (dtype.isInexact()) {
            throw Refusal.of(
                    operation.name(),
                    "Only allowed on integer or boolean types but got types %s and %s."
                            .formatted(Promotion.name(x.dtype()), Promotion.name(y.dtype())),
                    x,
                    y);
        }
        return Binary.of(operation, x, y, dtype);
    }

    /** The node of a shift: two arrays of bool are integers of U8. */
    static Array shift(Bitwise operation, Array x, Array y) {
        boolean bits = Promotion.of(operation, x, y) == DType.BOOL;
        return bits ? of(operation, AsType.of(x, DType.U8), y) : of(operation, x, y);
    }

    @Override
    default DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    default void apply(Block[] in, Block out, int n) {
        if (in[0] != out) {
            out.copyFrom(in[0], n);
        }
        apply(out.longs(), in[1].longs(), n, in[1].dtype());
    }

    @Override
    default List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
