package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;

/**
 * Codes of F4 or F8_E4M3 for numbers divided by a scale that brings the greatest of a group near
 * the greatest value of the code. Quotients are rounded to the dtype of the numbers, as in {@code
 * mx.quantize}; a quotient half-way between two values of F4 becomes the one nearer to 0, and what
 * becomes 0 loses its sign. Numbers beyond the greatest value become that.
 */
final class FloatCoder implements GroupCoder {
    private static final float GREATEST_F4 = 6;
    private static final float GREATEST_F8 = 448;

    /** The code of 1 in E8M0. */
    private static final int ONE = 127;

    private static final int NEGATIVE = 8;

    /** Greater magnitudes than the i-th of these have at least the code {@code i + 1} of F4. */
    private static final float[] BORDERS = {0.25f, 0.75f, 1.25f, 1.75f, 2.5f, 3.5f, 5};

    private final Quantization how;
    private final DType dtype;
    private final float factor;
    private final SmallFloats e4m3 = SmallFloats.of(DType.F8_E4M3);
    private float divisor;
    private int code;

    /**
     * A coder.
     *
     * @param dtype of the numbers: F32, F16 or BF16
     * @param factor by which scales of F8_E4M3 are multiplied before they are stored
     */
    FloatCoder(Quantization how, DType dtype, float factor) {
        this.how = how;
        this.dtype = dtype;
        this.factor = factor;
    }

    @Override
    public void fit(float[] x, int at) {
        float greatest = 0;
        for (int i = at; i < at + how.groupSize(); i++) {
            greatest = Math.max(greatest, Math.abs(x[i]));
        }
        float wanted = round(greatest / (how.bits() == 4 ? GREATEST_F4 : GREATEST_F8));
        if (how.mode() == Quantization.Mode.NVFP4) {
            code = e4m3.encode(wanted * factor, Overflow.SATURATE_NAN);
            divisor = e4m3.decode(code);
        } else {
            int exponent = wanted == 0 ? 0 : exponent(wanted);
            code = exponent + ONE;
            divisor = Math.scalb(1f, exponent);
        }
    }

    /** That of the least power of two which is no less than a scale, within those of E8M0. */
    private static int exponent(double scale) {
        int below = Math.getExponent(scale);
        return Math.clamp(Math.scalb(1.0, below) < scale ? below + 1 : below, -ONE, ONE);
    }

    @Override
    public void encode(float[] x, int at, int[] codes, int to) {
        for (int i = 0; i < how.groupSize(); i++) {
            float quotient = divisor == 0 ? 0 : factor * round(x[at + i] / divisor);
            codes[to + i] =
                    how.bits() == 4 ? f4(quotient) : e4m3.encode(quotient, Overflow.SATURATE_NAN);
        }
    }

    private static int f4(float value) {
        float magnitude = Math.abs(value);
        int code = 0;
        while (code < BORDERS.length && magnitude > BORDERS[code]) {
            code++;
        }
        return value < 0 && code > 0 ? code | NEGATIVE : code;
    }

    private float round(float value) {
        return switch (dtype) {
            case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BF16 -> HalfFloats.decodeBF16(HalfFloats.encodeBF16(value));
            default -> value;
        };
    }

    @Override
    public float scale() {
        return code;
    }

    @Override
    public float bias() {
        return 0;
    }
}
