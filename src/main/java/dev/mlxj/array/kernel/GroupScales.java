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
    private final Block block = new Block();

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
     * Decodes scales.
     *
     * @param first the first one wanted
     * @param n at most {@link Block#SIZE}
     */
    void load(long first, float[] into, int n) {
        if (mode == Quantization.Mode.AFFINE) {
            block.become(stored.dtype()).load(stored.bytes(), first, n);
            block.convertFrom(block, DType.F32, n);
            System.arraycopy(block.floats(), 0, into, 0, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            into[i] = factor * value(stored.bytes().get(Layouts.U8, first + i) & 0xff);
        }
    }

    private float value(int code) {
        return mode == Quantization.Mode.NVFP4
                ? SmallFloats.of(DType.F8_E4M3).decode(code)
                : Math.scalb(1f, code - ONE);
    }
}
