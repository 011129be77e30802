package dev.mlxj.optim;

/** Bounds of the numbers that optimizers are made with. NaN is out of all of them. */
final class Require {
    private Require() {}

    static double positive(String optimizer, String name, double value) {
        if (!(value > 0)) {
            throw refused(optimizer, name, "be positive", value);
        }
        return value;
    }

    static double notNegative(String optimizer, String name, double value) {
        if (!(value >= 0)) {
            throw refused(optimizer, name, "not be negative", value);
        }
        return value;
    }

    static int steps(String schedule, String name, int value) {
        if (value < 1) {
            throw refused(schedule, name, "be at least 1", value);
        }
        return value;
    }

    private static IllegalArgumentException refused(
            String optimizer, String name, String bound, Object value) {
        return new IllegalArgumentException(
                "%s: %s must %s, got %s".formatted(optimizer, name, bound, value));
    }
}
