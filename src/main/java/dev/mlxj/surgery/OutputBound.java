package dev.mlxj.surgery;

import dev.mlxj.tensor.DType;

import java.util.Locale;
import java.util.Optional;

/**
 * What an output may differ by. A bound that is infinite does not bind.
 *
 * @param rtol times the expected value
 * @param relativeRms of all values together
 * @param maxKl at any place
 * @param minTop1 of all places
 */
record OutputBound(double rtol, double atol, double relativeRms, double maxKl, double minTop1) {

    /**
     * For the same weights, computed in {@code dtype} by another program. Sums in F32 differ by
     * their order; measured between two programs on small models: at most 8e-6 for values of size 1
     * to 7, relative RMS 7e-7, and for a decoder of 30 layers 2.3e-6. So {@code atol} is 2e-5,
     * times the RMS of the output where that is more than 1; {@code rtol} 1e-5; relative RMS 1e-5.
     * In other dtypes the relative RMS of {@link Tolerance}.
     *
     * @param expectedRms the root mean square of the expected values
     */
    static OutputBound sameWeights(DType dtype, double expectedRms, VerifyOptions.Bounds asked) {
        Tolerance tolerance = Tolerance.between(dtype, dtype);
        boolean wide = dtype == DType.F32 || dtype == DType.F64;
        double scale = Math.max(1, expectedRms);
        double rms = tolerance.relativeRms();
        return new OutputBound(
                asked.rtol().orElse(wide ? 1e-5 : rms),
                asked.atol().orElse(wide ? 2e-5 * scale : 8 * rms * scale),
                isLoosened(asked) ? Double.POSITIVE_INFINITY : rms,
                maxKl(tolerance, asked),
                asked.minTop1().orElse(0.0));
    }

    /**
     * For weights that were rounded: relative RMS and KL decide, unless single values are bound.
     */
    static OutputBound rounded(Tolerance tolerance, VerifyOptions.Bounds asked) {
        boolean values = isLoosened(asked);
        return new OutputBound(
                asked.rtol().orElse(0.0),
                asked.atol().orElse(values ? 0.0 : Double.POSITIVE_INFINITY),
                values ? Double.POSITIVE_INFINITY : tolerance.relativeRms(),
                maxKl(tolerance, asked),
                asked.minTop1().orElse(0.0));
    }

    private static double maxKl(Tolerance tolerance, VerifyOptions.Bounds asked) {
        return asked.maxKl().orElse(isLoosened(asked) ? Double.POSITIVE_INFINITY : tolerance.kl());
    }

    /**
     * Whether a bound for single values was asked for, which then decides alone, or with the other
     * bounds that were asked for.
     */
    private static boolean isLoosened(VerifyOptions.Bounds asked) {
        return asked.rtol().isPresent() || asked.atol().isPresent();
    }

    /** What is exceeded, as a phrase with both numbers; empty if all is within the bounds. */
    Optional<String> exceededBy(OutputComparison found) {
        if (Double.isNaN(found.maxAbs())) {
            return Optional.of("it is not comparable: NaN or infinities on either side");
        }
        if (found.beyond() > 0) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "%d values differ by more than %.3g + %.3g |expected|, at most by %.3g",
                            found.beyond(),
                            atol,
                            rtol,
                            found.maxAbs()));
        }
        // Not `>`: NaN exceeds every bound.
        if (!(found.relativeRms() <= relativeRms)) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "relative RMS %.3g is over %.3g",
                            found.relativeRms(),
                            relativeRms));
        }
        if (found.kl().isPresent() && !(found.kl().get() <= maxKl)) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "KL divergence %.3g is over %.3g",
                            found.kl().get(),
                            maxKl));
        }
        if (found.top1().isPresent() && !(found.top1().get() >= minTop1)) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "top-1 agreement %.4f is under %.4f",
                            found.top1().get(),
                            minTop1));
        }
        return Optional.empty();
    }
}
