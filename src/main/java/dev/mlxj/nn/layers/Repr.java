package dev.mlxj.nn.layers;

import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.Shape;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

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

    /** {@code (2, 3)}; {@code (2,)} for one number. */
    static String tuple(List<Integer> numbers) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < numbers.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(numbers.get(i));
        }
        return text.append(numbers.size() == 1 ? ",)" : ")").toString();
    }

    /** {@code (1.5, 2.0)}; {@code (2.0,)} for one number. */
    static String tupleOfReals(List<Double> numbers) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < numbers.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(of(numbers.get(i)));
        }
        return text.append(numbers.size() == 1 ? ",)" : ")").toString();
    }

    /** The number of the only axis, or a tuple where there are several. */
    static String ofNumbers(List<Integer> numbers) {
        return numbers.size() == 1 ? numbers.getFirst().toString() : tuple(numbers);
    }

    /**
     * {@code 3, 8, kernel_size=(5, 7)}: what the weight of a convolution tells of its sizes, each
     * {@code ?} if there is none.
     */
    static String convolution(Parameter weight, int groups) {
        if (!weight.isPresent() || weight.value().ndim() < 3) {
            return "?, ?, kernel_size=?";
        }
        Shape shape = weight.value().shape();
        List<Integer> window = new ArrayList<>();
        for (int axis = 1; axis < shape.rank() - 1; axis++) {
            window.add((int) shape.extent(axis));
        }
        return "%d, %d, kernel_size=%s"
                .formatted(shape.extent(-1) * groups, shape.extent(0), ofNumbers(window));
    }
}
