package dev.mlxj.array.kernel;

/**
 * How the values of two tensors a and b differ. Equal values, zeros of both signs among them, and
 * two NaN differ by nothing; where one alone is NaN, the difference is NaN.
 *
 * @param values how many were compared
 * @param equalBits how many elements have the same bits; 0 for tensors of different dtypes
 * @param beyond how many values differ by more than {@code atol + rtol |b|}
 * @param maxAbs the largest {@code |a - b|}
 * @param maxRelative the largest {@code |a - b| / |b|}; infinite where something differs from zero
 * @param squares sum of {@code (a - b)^2}
 * @param product sum of {@code a b} over the places where both are finite
 * @param squaresA sum of {@code a^2} over the same places
 * @param squaresB sum of {@code b^2} over the same places
 */
public record Comparison(
        long values,
        long equalBits,
        long beyond,
        double maxAbs,
        double maxRelative,
        double squares,
        double product,
        double squaresA,
        double squaresB) {
    /** Of no values. */
    public static final Comparison NONE = new Comparison(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of these values and those of another part. The order matters for the last bits. */
    public Comparison and(Comparison other) {
        return new Comparison(
                values + other.values,
                equalBits + other.equalBits,
                beyond + other.beyond,
                Math.max(maxAbs, other.maxAbs),
                Math.max(maxRelative, other.maxRelative),
                squares + other.squares,
                product + other.product,
                squaresA + other.squaresA,
                squaresB + other.squaresB);
    }

    /** The root mean square of {@code a - b}; 0 for tensors without elements. */
    public double rms() {
        return values == 0 ? 0 : Math.sqrt(squares / values);
    }

    /** The cosine of the angle between a and b as vectors; NaN if one of them is all zeros. */
    public double cosine() {
        return product / (Math.sqrt(squaresA) * Math.sqrt(squaresB));
    }
}
