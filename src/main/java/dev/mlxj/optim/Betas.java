package dev.mlxj.optim;

/**
 * How much of two running averages stays in each step.
 *
 * @param first that of the gradient, in [0, 1)
 * @param second that of its square or size, in [0, 1)
 */
public record Betas(double first, double second) {
    public Betas {
        if (!(first >= 0 && first < 1 && second >= 0 && second < 1)) {
            throw new IllegalArgumentException(
                    "betas must be in [0, 1), got %s and %s".formatted(first, second));
        }
    }
}
