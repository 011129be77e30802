package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

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

    /** Greater magnitudes than these have at least the codes 1 to 7 of F4. */
    private static final int QUARTER = Float.floatToRawIntBits(0.25f);

    private static final int THREE_QUARTERS = Float.floatToRawIntBits(0.75f);
    private static final int FIVE_QUARTERS = Float.floatToRawIntBits(1.25f);
    private static final int SEVEN_QUARTERS = Float.floatToRawIntBits(1.75f);
    private static final int FIVE_HALVES = Float.floatToRawIntBits(2.5f);
    private static final int SEVEN_HALVES = Float.floatToRawIntBits(3.5f);
    private static final int FIVE = Float.floatToRawIntBits(5);

    private final Quantization how;
    private final DType dtype;
    private final float factor;
    private final SmallFloats e4m3 = SmallFloats.of(DType.F8_E4M3);
    private final float[] quotients;
    private final MemorySegment quotientBytes;
    private final int[] bits;
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
        this.quotients = new float[how.groupSize()];
        this.quotientBytes = MemorySegment.ofArray(quotients);
        this.bits = new int[how.groupSize()];
    }

    @Override
    public void fit(float[] x, int at) {
        float greatest = 0;
        for (int i = at; i < at + how.groupSize(); i++) {
            float magnitude = Math.abs(x[i]);
            greatest = magnitude > greatest ? magnitude : greatest;
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
        int n = how.groupSize();
        if (divisor == 0) {
            Arrays.fill(codes, to, to + n, 0);
            return;
        }
        for (int i = 0; i < n; i++) {
            quotients[i] = x[at + i] / divisor;
        }
        round(n);
        if (how.bits() == 4) {
            MemorySegment.copy(quotientBytes, Layouts.U32_LE, 0, bits, 0, n);
            encodeF4(bits, n, codes, to);
        } else {
            for (int i = 0; i < n; i++) {
                codes[to + i] = e4m3.encode(quotients[i], Overflow.SATURATE_NAN);
            }
        }
    }

    /** Rounds quotients to the dtype, then multiplies them. */
    private void round(int n) {
        if (dtype != DType.F32) {
            for (int i = 0; i < n; i++) {
                quotients[i] = round(quotients[i]);
            }
        }
        if (factor != 1) {
            for (int i = 0; i < n; i++) {
                quotients[i] *= factor;
            }
        }
    }

    /** Positive floats stand in the order of their bits, so integers compare them. */
    private static void encodeF4(int[] bits, int n, int[] codes, int to) {
        for (int i = 0; i < n; i++) {
            int magnitude = bits[i] & Integer.MAX_VALUE;
            int code =
                    ((QUARTER - magnitude) >>> 31)
                            + ((THREE_QUARTERS - magnitude) >>> 31)
                            + ((FIVE_QUARTERS - magnitude) >>> 31)
                            + ((SEVEN_QUARTERS - magnitude) >>> 31)
                            + ((FIVE_HALVES - magnitude) >>> 31)
                            + ((SEVEN_HALVES - magnitude) >>> 31)
                            + ((FIVE - magnitude) >>> 31);
            int sign = (bits[i] >>> 31) & (-code >>> 31);
            codes[to + i] = code | (sign << 3);
        }
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
