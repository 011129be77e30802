package dev.mlxj.array.kernel;

/**
 * What a cast lost, in elements.
 *
 * @param overflow finite numbers that became infinite, and numbers that became NaN
 * @param underflow numbers that became zero
 * @param fraction numbers in the range of an integer dtype that lost their fraction
 * @param range numbers, infinities among them, out of the range of an integer dtype, or negative
 *     where the target has no sign: they wrapped or were cut off
 * @param nan NaN that became a number, since the target has none
 * @param imaginary complex numbers that lost an imaginary part other than zero
 * @param saturated numbers that became the largest finite one of an 8-bit or 4-bit float
 */
public record CastLosses(
        long overflow,
        long underflow,
        long fraction,
        long range,
        long nan,
        long imaginary,
        long saturated) {
    public static final CastLosses NONE = new CastLosses(0, 0, 0, 0, 0, 0, 0);

    /** The losses of two casts together. */
    public CastLosses plus(CastLosses other) {
        return new CastLosses(
                overflow + other.overflow,
                underflow + other.underflow,
                fraction + other.fraction,
                range + other.range,
                nan + other.nan,
                imaginary + other.imaginary,
                saturated + other.saturated);
    }

    /** Whether nothing at all was lost but the rounding that the target's precision asks for. */
    public boolean isNone() {
        return equals(NONE);
    }
}
