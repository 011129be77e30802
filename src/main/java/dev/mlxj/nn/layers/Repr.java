package dev.mlxj.nn.layers;

import dev.mlxj.nn.Parameter;

import java.math.BigDecimal;

/** Numbers and truth as Python prints them, for {@code toString}. */
final class Repr {
    private Repr() {}

    /**
     * {@code 1e-05}, {@code 0.1}, {@code 10000.0}: the shortest digits that give the number back.
     */
    static String of(double number) {
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa =
                digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (number < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    static String of(boolean truth) {
        return truth ? "True" : "False";
    }

    /** An extent of the array that a slot has now; {@code ?} if there is none. */
    static String extent(Parameter parameter, int axis) {
        return parameter.isPresent() && axis < parameter.value().ndim()
                ? Long.toString(parameter.value().shape().extent(axis))
                : "?";
    }
}
