package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Cast;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;

/**
 * The numbers that codes of F8_E4M3, in U8, stand for. Matches {@code mlx.core.from_fp8}.
 *
 * @param target the dtype of the result, floating
 */
public record FromFp8(DType target) implements Primitive {
    public static Array of(Array codes, DType target) {
        if (codes.dtype() != DType.U8 || !target.isFloating()) {
            throw new IllegalArgumentException(
                    "[from_fp8] Expected uint8 and a floating dtype, got %s and %s"
                            .formatted(codes.dtype(), target));
        }
        return Array.of(new FromFp8(target), codes);
    }

    @Override
    public Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    public DType dtype(List<Array> in) {
        return target;
    }

    @Override
    public View eval(List<View> in) {
        Tensor codes = in.getFirst().tensor();
        Tensor out = Memory.allocate(target, codes.shape());
        Cast.cast(DType.F8_E4M3, codes.bytes(), target, out.bytes(), codes.shape().elements());
        return View.of(out);
    }

    @Override
    public Array batched(List<Array> in) {
        return Array.of(this, in);
    }
}
