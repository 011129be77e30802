package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Cast;
import dev.mlxj.array.kernel.Layouts;
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
    private static final int MAGNITUDE = 0x7f;

    public static Array of(Array codes, DType target) {
        if (codes.dtype() != DType.U8 || !target.isFloating()) {
            throw Refusal.of(
                    "from_fp8",
                    "Expected uint8 and a floating dtype, got %s and %s"
                            .formatted(codes.dtype(), target),
                    codes);
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
        for (long i = 0; i < codes.shape().elements(); i++) {
            byte code = codes.bytes().get(Layouts.U8, i);
            if ((code & MAGNITUDE) == MAGNITUDE) {
                setNaN(out, i, code < 0);
            }
        }
        return View.of(out);
    }

    /** The bits that the reference gives to NaN, which keep the code's sign but in BF16. */
    private void setNaN(Tensor out, long i, boolean negative) {
        switch (target) {
            case F32 ->
                    out.bytes().set(Layouts.U32_LE, 4 * i, negative ? 0xfff0_0000 : 0x7ff0_0000);
            case F16 ->
                    out.bytes().set(Layouts.U16_LE, 2 * i, (short) (negative ? 0xfd00 : 0x7d00));
            case BF16 -> out.bytes().set(Layouts.U16_LE, 2 * i, (short) 0x7fc0);
            default -> {}
        }
    }

    @Override
    public Array batched(List<Array> in) {
        return Array.of(this, in);
    }
}
