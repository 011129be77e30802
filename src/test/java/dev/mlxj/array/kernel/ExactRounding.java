package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounding to a float format by decimal arithmetic without error: slow, and with nothing in common
 * with the code it judges.
 *
 * @param mantissaBits without the leading one
 * @param leastExponent of a normal number
 * @param greatest the greatest finite value
 */
record ExactRounding(int mantissaBits, int leastExponent, double greatest) {
    static ExactRounding to(DType dtype) {
        return switch (dtype) {
            case F32, C64 -> new ExactRounding(23, -126, Float.MAX_VALUE);
            case F16 -> new ExactRounding(10, -14, 65504);
            case BF16 -> new ExactRounding(7, -126, 0x1.fep127);
            case F8_E4M3 -> new ExactRounding(3, -6, 448);
            case F8_E5M2 -> new ExactRounding(2, -14, 57344);
            case F8_E4M3FNUZ -> new ExactRounding(3, -7, 240);
            case F8_E5M2FNUZ -> new ExactRounding(2, -15, 57344);
            case F6_E2M3 -> new ExactRounding(3, 0, 7.5);
            case F6_E3M2 -> new ExactRounding(2, -2, 28);
            case F4 -> new ExactRounding(1, 0, 6);
            default -> throw new IllegalArgumentException(dtype + " is no float to round to");
        };
    }

    /**
     * The nearest value, ties to even; infinite if that is beyond the greatest.
     *
     * @param value any number but NaN
     */
    double round(double value) {
        if (value == 0 || Double.isInfinite(value)) {
            return value;
        }
        int exponent = Math.max(leastExponent, Math.getExponent(value));
        BigDecimal unit = power(exponent - mantissaBits);
        BigDecimal units =
                new BigDecimal(Math.abs(value)).divide(unit).setScale(0, RoundingMode.HALF_EVEN);
        BigDecimal rounded = units.multiply(unit);
        boolean overflows = rounded.compareTo(new BigDecimal(greatest)) > 0;
        double magnitude = overflows ? Double.POSITIVE_INFINITY : rounded.doubleValue();
        return Math.copySign(magnitude, value);
    }

    private static BigDecimal power(int exponent) {
        BigDecimal two = BigDecimal.valueOf(2);
        return exponent >= 0 ? two.pow(exponent) : BigDecimal.ONE.divide(two.pow(-exponent));
    }
}
