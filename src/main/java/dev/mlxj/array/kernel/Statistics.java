package dev.mlxj.array.kernel;

/**
 * Minimum, maximum, mean, standard deviation and counts of values.
 *
 * <p>Minimum, maximum, mean and deviation are over the finite values, and mean nothing where {@code
 * finite} is 0. Parts are {@link #and joined} as by Chan, Golub and LeVeque, so that a mean far
 * from zero costs no precision.
 *
 * @param finite how many values are finite
 * @param zeros how many are zero, of either sign
 * @param infinite how many are an infinity, of either sign
 * @param squares sum of the squared distances of the finite values from their mean
 * @see <a href="https://doi.org/10.1080/00031305.1983.10483115">Chan, Golub, LeVeque, Algorithms
 *     for Computing the Sample Variance</a>
 */
public record Statistics(
        long finite,
        long zeros,
        long nan,
        long infinite,
        double min,
        double max,
        double mean,
        double squares) {
    /** Of no values. */
    public static final Statistics NONE =
            new Statistics(0, 0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0);

    /** Of these values and those of another part. The order matters for the last bits. */
    public Statistics and(Statistics other) {
        long total = finite + other.finite;
        double share = total == 0 ? 0 : (double) other.finite / total;
        double distance = other.mean - mean;
        return new Statistics(
                total,
                zeros + other.zeros,
                nan + other.nan,
                infinite + other.infinite,
                Math.min(min, other.min),
                Math.max(max, other.max),
                mean + distance * share,
                squares + other.squares + distance * distance * finite * share);
    }

    /** The standard deviation, with divisor n. */
    public double std() {
        return Math.sqrt(squares / finite);
    }

    /** The largest magnitude of a finite value. */
    public double absMax() {
        return Math.max(Math.abs(min), Math.abs(max));
    }
}
