package dev.mlxj.nn.layers;

/** The number that keeps a normalisation from dividing by zero. */
final class Eps {
    private Eps() {}

    static double positive(String layer, double eps) {
        if (eps <= 0) {
            throw new IllegalArgumentException(
                    "%s: eps must be positive, got %s".formatted(layer, eps));
        }
        return eps;
    }
}
