package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Cast;
import dev.mlxj.array.kernel.Overflow;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;

/**
 * Real numbers as the codes of F8_E4M3, in U8: to nearest, ties to even; what is too great, and
 * NaN, becomes the greatest. Matches {@code mlx.core.to_fp8}.
 */
public record ToFp8() implements Primitive {
    public static Array of(Array x) {
        if (!x.dtype().isFloating()) {
            throw Refusal.of("to_fp8", "Expected a floating dtype, got " + x.dtype(), x);
        }
        return Array.of(new ToFp8(), x);
    }

    @Override
    public Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    public DType dtype(List<Array> in) {
        return DType.U8;
    }

    @Override
    public View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        Tensor codes = Memory.allocate(DType.U8, x.shape());
        Cast.of(x.dtype(), DType.F8_E4M3, Overflow.SATURATE_NAN)
                .run(x.bytes(), codes.bytes(), x.shape().elements());
        return View.of(codes);
    }

    @Override
    public Array batched(List<Array> in) {
        return Array.of(this, in);
    }
}
