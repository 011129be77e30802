package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Tensor;

/** Decodes the scales of groups, or their biases, to F32. For one thread. */
final class GroupScales {
    /** The code of 1 in E8M0. */
    private static final int ONE = 127;

    private final Tensor stored;
    private final Quantization.Mode mode;
    private final float factor;
    private final SmallFloats e4m3 = SmallFloats.of(DType.F8_E4M3);

    /**
     * The scales of a mode.
     *
     * @param factor by which those of U8 are multiplied
     */
    GroupScales(Tensor stored, Quantization.Mode mode, float factor) {
        this.stored = stored;
        this.mode = mode;
        this.factor = factor;
    }

    /**
     * Decodes scales, one by one, since groups of few lines are asked for.
     *
     * @param first the first one wanted
     */
    void load(long first, float[] into, int n) {
        for (int i = 0; i < n; i++) {
            into[i] = stored.dtype() == DType.U8 ? factor * value(first + i) : number(first + i);
        }
    }

    private float number(long index) {
        return switch (stored.dtype()) {
            case F32 -> stored.bytes().get(Layouts.F32_LE, 4 * index);
            case F16 -> Float.float16ToFloat(stored.bytes().get(Layouts.U16_LE, 2 * index));
            case BF16 -> HalfFloats.decodeBF16(stored.bytes().get(Layouts.U16_LE, 2 * index));
            default ->
                    throw new IllegalArgumentException(
                            "[quantize] Scales of %s cannot be decoded".formatted(stored.dtype()));
        };
    }

    private float value(long index) {
        int code = stored.bytes().get(Layouts.U8, index) & 0xff;
        return mode == Quantization.Mode.NVFP4 ? e4m3.decode(code) : Math.scalb(1f, code - ONE);
    }
}
