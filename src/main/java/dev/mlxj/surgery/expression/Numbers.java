package dev.mlxj.surgery.expression;

import org.jspecify.annotations.Nullable;

/** Arithmetic on plain numbers, as Python does it; the result is a plain number, and weak, too. */
final class Numbers {
    private Numbers() {}

    /**
     * The result of an operator on two numbers; null where it is none of those or they are no
     * numbers.
     */
    static @Nullable Value fold(String operation, Value a, Value b) {
        if (a instanceof Value.Whole(long x) && b instanceof Value.Whole(long y)) {
            Value whole = foldWhole(operation, x, y);
            if (whole != null) {
                return whole;
            }
        }
        Double x = real(a);
        Double y = real(b);
        if (x == null || y == null) {
            return null;
        }
        return switch (operation) {
            case "add" -> new Value.Real(x + y);
            case "subtract" -> new Value.Real(x - y);
            case "multiply" -> new Value.Real(x * y);
            case "divide" -> new Value.Real(x / y);
            case "floor_divide" -> new Value.Real(Math.floor(x / y));
            case "remainder" -> new Value.Real(x - y * Math.floor(x / y));
            case "power" -> new Value.Real(Math.pow(x, y));
            case "minimum" -> new Value.Real(Math.min(x, y));
            case "maximum" -> new Value.Real(Math.max(x, y));
            default -> null;
        };
    }

    /** Division by zero and what does not fit are left to real numbers. */
    private static @Nullable Value foldWhole(String operation, long x, long y) {
        try {
            return switch (operation) {
                case "add" -> new Value.Whole(Math.addExact(x, y));
                case "subtract" -> new Value.Whole(Math.subtractExact(x, y));
                case "multiply" -> new Value.Whole(Math.multiplyExact(x, y));
                case "floor_divide" -> new Value.Whole(Math.floorDiv(x, y));
                case "remainder" -> new Value.Whole(Math.floorMod(x, y));
                case "minimum" -> new Value.Whole(Math.min(x, y));
                case "maximum" -> new Value.Whole(Math.max(x, y));
                case "power" -> power(x, y);
                default -> null;
            };
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Value power(long base, long exponent) {
        double real = Math.pow((double) base, (double) exponent);
        boolean exact = exponent >= 0 && Math.abs(real) < 1L << 53;
        return exact ? new Value.Whole((long) real) : null;
    }

    /**
     * The result of a function of one number; null where it is none of those or it is no number.
     */
    static @Nullable Value fold(String operation, Value a) {
        if (a instanceof Value.Whole(long x)
                && (operation.equals("negative") || operation.equals("abs"))) {
            return new Value.Whole(operation.equals("abs") ? Math.abs(x) : -x);
        }
        Double x = real(a);
        if (x == null) {
            return null;
        }
        return switch (operation) {
            case "negative" -> new Value.Real(-x);
            case "abs" -> new Value.Real(Math.abs(x));
            case "sqrt" -> new Value.Real(Math.sqrt(x));
            case "exp" -> new Value.Real(Math.exp(x));
            case "log" -> new Value.Real(Math.log(x));
            default -> null;
        };
    }

    private static @Nullable Double real(Value value) {
        return switch (value) {
            case Value.Whole(long number) -> (double) number;
            case Value.Real(double number) -> number;
            case Value.Truth _, Value.Of _, Value.Type _, Value.Items _, Value.Nothing _ -> null;
        };
    }
}
