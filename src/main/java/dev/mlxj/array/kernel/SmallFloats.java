package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.util.EnumMap;
import java.util.Map;

/**
 * A float of 8, 6 or 4 bits: its codes to F32 and back, rounding to nearest, ties to even.
 *
 * <p>The types are those of the OCP formats (E4M3 without infinities, E5M2 as a small F16, E8M0 for
 * scales, E2M3, E3M2, E2M1) and the FNUZ variants (no infinity, no negative zero, whose code is the
 * only NaN). Codes agree with {@code ml_dtypes} in mode {@link Overflow#NAN}, with PyTorch's E4M3
 * in mode {@link Overflow#SATURATE}, with {@code mx.to_fp8} in mode {@link Overflow#SATURATE_NAN}.
 * Types of 6 and 4 bits have neither NaN nor infinity: they always saturate, and NaN becomes the
 * zero of the other sign, as in {@code ml_dtypes}.
 */
public final class SmallFloats {
    private static final int F32_MANTISSA = 23;
    private static final int F32_BIAS = 127;
    private static final int F32_INFINITY = 0x7f80_0000;

    private static final Map<DType, SmallFloats> FORMATS = new EnumMap<>(DType.class);

    static {
        add(DType.F8_E4M3, 3, 7, 0x7e, 0x7f);
        add(DType.F8_E5M2, 2, 15, 0x7b, 0x7e);
        add(DType.F8_E4M3FNUZ, 3, 8, 0x7f, 0x80);
        add(DType.F8_E5M2FNUZ, 2, 16, 0x7f, 0x80);
        add(DType.F8_E8M0, 0, 127, 0xfe, 0xff);
        add(DType.F6_E2M3, 3, 1, 0x1f, -1);
        add(DType.F6_E3M2, 2, 3, 0x1f, -1);
        add(DType.F4, 1, 1, 0x7, -1);
    }

    private final DType dtype;
    private final int mantissaBits;
    private final int bias;
    private final int largest;

    /** The code of NaN without its sign, -1 if there is none. */
    private final int nan;

    /** The code of infinity, or what stands for it: NaN. */
    private final int infinity;

    private final int signBit;

    /** 1 / smallest subnormal: scales subnormals to integers. */
    private final float subnormalScale;

    private final int smallestNormal;
    private final float[] values;

    private SmallFloats(DType dtype, int mantissaBits, int bias, int largest, int nan) {
        this.dtype = dtype;
        this.mantissaBits = mantissaBits;
        this.bias = bias;
        this.largest = largest;
        this.nan = nan;
        this.infinity = dtype == DType.F8_E5M2 ? 0x7c : nan;
        this.signBit = dtype == DType.F8_E8M0 ? 0 : 1 << (dtype.bits() - 1);
        this.subnormalScale = Math.scalb(1f, bias - 1 + mantissaBits);
        this.smallestNormal = (F32_BIAS + 1 - bias) << F32_MANTISSA;
        this.values = new float[1 << dtype.bits()];
        for (int code = 0; code < values.length; code++) {
            values[code] = value(code);
        }
    }

    private static void add(DType dtype, int mantissaBits, int bias, int largest, int nan) {
        FORMATS.put(dtype, new SmallFloats(dtype, mantissaBits, bias, largest, nan));
    }

    /**
     * The codes of this dtype.
     *
     * @throws IllegalArgumentException if it is no float of 8, 6 or 4 bits
     */
    public static SmallFloats of(DType dtype) {
        SmallFloats format = FORMATS.get(dtype);
        if (format == null) {
            throw new IllegalArgumentException(dtype + " is no float of 8, 6 or 4 bits");
        }
        return format;
    }

    /**
     * The value of a code; exact.
     *
     * @param code 0 to {@code 2^bits - 1}
     */
    public float decode(int code) {
        return values[code];
    }

    private float value(int code) {
        if (dtype == DType.F8_E8M0) {
            return code == nan ? Float.NaN : Math.scalb(1f, code - bias);
        }
        int magnitude = code & (signBit - 1);
        boolean infinite = magnitude == infinity && infinity != nan;
        if (code == nan || (magnitude > largest && !infinite)) {
            return Float.NaN;
        }
        float value;
        if (infinite) {
            value = Float.POSITIVE_INFINITY;
        } else {
            int exponent = Math.max(1, magnitude >> mantissaBits);
            int leading = magnitude >> mantissaBits == 0 ? 0 : 1 << mantissaBits;
            int mantissa = leading | (magnitude & ((1 << mantissaBits) - 1));
            value = Math.scalb((float) mantissa, exponent - bias - mantissaBits);
        }
        return magnitude == code ? value : -value;
    }

    /** The code nearest to a value. */
    public int encode(float value, Overflow overflow) {
        int bits = Float.floatToRawIntBits(value);
        int magnitude = bits & Integer.MAX_VALUE;
        if (dtype == DType.F8_E8M0) {
            return encodeScale(bits, overflow);
        }
        int sign = bits < 0 ? signBit : 0;
        if (magnitude > F32_INFINITY && overflow != Overflow.SATURATE_NAN) {
            return nan < 0 ? signBit - sign : nan | sign;
        }
        int code = nearest(magnitude);
        if (code > largest) {
            boolean saturates = overflow != Overflow.NAN || nan < 0;
            code = saturates ? largest : infinity;
        }
        boolean unsignedZero = code == 0 && nan == signBit;
        return unsignedZero ? 0 : code | sign;
    }

    /** The code of a magnitude, beyond {@code largest} if it overflows. */
    private int nearest(int magnitude) {
        if (magnitude < smallestNormal) {
            return (int) Math.rint(Float.intBitsToFloat(magnitude) * subnormalScale);
        }
        int dropped = F32_MANTISSA - mantissaBits;
        int half = (1 << (dropped - 1)) - 1 + ((magnitude >>> dropped) & 1);
        return ((magnitude + half) >>> dropped) - ((F32_BIAS - bias) << mantissaBits);
    }

    /** The nearest value of a positive number, or infinity where that is beyond the largest. */
    float round(float positive) {
        int code =
                dtype == DType.F8_E8M0
                        ? encode(positive, Overflow.NAN)
                        : nearest(Float.floatToRawIntBits(positive));
        return code > largest ? Float.POSITIVE_INFINITY : values[code];
    }

    /**
     * E8M0 has powers of two alone. A value half-way between two becomes the larger one; a negative
     * value is NaN, and so is zero, unless it saturates to the smallest power.
     */
    private int encodeScale(int bits, Overflow overflow) {
        boolean saturates = overflow != Overflow.NAN;
        if (bits << 1 == 0) {
            return saturates ? 0 : nan;
        }
        if (bits < 0 || bits > F32_INFINITY) {
            return nan;
        }
        int exponent = bits >>> F32_MANTISSA;
        int fraction = bits & ((1 << F32_MANTISSA) - 1);
        int half = 1 << (F32_MANTISSA - 1);
        boolean up = fraction > half || (fraction == half && exponent > 0);
        int code = exponent + (up ? 1 : 0);
        return code <= largest ? code : saturates ? largest : nan;
    }

    /** Decodes {@code n} codes, one a byte, or two a byte for F4, the first in the low half. */
    void decode(byte[] codes, float[] block, int at, int n) {
        if (dtype == DType.F4) {
            for (int i = 0; i < n; i++) {
                block[at + i] = values[(codes[i >> 1] >> (4 * (i & 1))) & 0xf];
            }
        } else {
            for (int i = 0; i < n; i++) {
                block[at + i] = values[codes[i] & 0xff];
            }
        }
    }

    /** Encodes {@code n} codes, one a byte, or two a byte for F4, the first in the low half. */
    void encode(float[] block, int at, byte[] codes, int n, Overflow overflow) {
        if (dtype == DType.F4) {
            for (int i = 0; i < n; i += 2) {
                int low = encode(block[at + i], overflow);
                int high = i + 1 < n ? encode(block[at + i + 1], overflow) : 0;
                codes[i >> 1] = (byte) (low | (high << 4));
            }
        } else {
            for (int i = 0; i < n; i++) {
                codes[i] = (byte) encode(block[at + i], overflow);
            }
        }
    }
}
