package dev.mlxj.surgery;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;

/**
 * How far results may lie apart when nothing but the stored dtypes of two models differs.
 *
 * <p>Everything follows from the unit roundoff u of the coarser dtype: the largest relative error
 * of rounding one value to it, half the distance of 1 and its neighbour.
 *
 * <table>
 * <caption>Unit roundoff</caption>
 * <tr><td>F64 2^-53</td><td>F32 2^-24</td><td>F16 2^-11</td><td>BF16 2^-8</td></tr>
 * <tr><td>packed in b bits 2^-b</td></tr>
 * <tr><td>F8_E4M3 2^-4</td><td>F8_E5M2 2^-3</td><td>F4 2^-2</td><td>others: no bound</td></tr>
 * </table>
 *
 * <p><b>A single value</b> that was rounded once lies within {@code u |x|} of what it was, or
 * within half the smallest subnormal s where it is tiny. So {@code |a - b| <= u / (1 - u) |b| + s /
 * 2} holds whichever of the two was rounded. Two values of the same dtype must be equal.
 *
 * <p><b>Outputs</b> of a network whose weights were rounded differ in relative RMS by a few u: the
 * errors of the weights are independent, so a product's relative error is about u / 3, and layers
 * add theirs like the root of their number. Measured on MiniLM with six layers: 1.9 u for weights
 * in F16 and 1.7 u in BF16; 4 to 5 u on small decoders where all arithmetic is in these dtypes as
 * well. The bound is 8 u, and never below 1e-5, since sums in F32 differ by 1e-6 with the order in
 * which they are added up.
 *
 * <p><b>KL divergence</b> of two distributions whose logits differ by d is half the variance of d.
 * With d = 8 u times logits of standard deviation 4 it is {@code 512 u^2}, and never below 1e-8.
 *
 * @param unitRoundoff u
 * @param smallest s, the smallest positive value of the coarser dtype
 */
public record Tolerance(double unitRoundoff, double smallest) {
    private static final double RMS_IN_ROUNDOFFS = 8;
    private static final double LEAST_RMS = 1e-5;
    private static final double KL_IN_SQUARED_ROUNDOFFS = 512;
    private static final double LEAST_KL = 1e-8;

    /** What explains the difference of a model stored in {@code a} from one stored in {@code b}. */
    public static Tolerance between(DType a, DType b) {
        return of(a).coarser(of(b));
    }

    /** What explains the difference of models stored with the one and with the other. */
    Tolerance coarser(Tolerance other) {
        return unitRoundoff >= other.unitRoundoff ? this : other;
    }

    /**
     * Of weights packed in a few bits. In groups of neighbours a code of b bits has an error of
     * about 1.5 of {@code 2^-b} of the group's spread; packed floats of 8 bits have that of their
     * format.
     */
    static Tolerance of(Quantization how) {
        int bits = how.mode() == Quantization.Mode.MXFP8 ? 4 : how.bits();
        return new Tolerance(Math.scalb(1.0, -bits), 0);
    }

    static Tolerance of(DType dtype) {
        return new Tolerance(unitRoundoff(dtype), smallest(dtype));
    }

    /** The largest relative error of rounding to a dtype; 1 where there is no useful bound. */
    static double unitRoundoff(DType dtype) {
        return switch (dtype) {
            case F64 -> 0x1p-53;
            case F32, C64 -> 0x1p-24;
            case F16 -> 0x1p-11;
            case BF16 -> 0x1p-8;
            case F8_E4M3, F8_E4M3FNUZ, F6_E2M3 -> 0x1p-4;
            case F8_E5M2, F8_E5M2FNUZ, F6_E3M2 -> 0x1p-3;
            case F4 -> 0x1p-2;
            case BOOL, U8, I8, I16, U16, I32, U32, I64, U64, F8_E8M0 -> 1;
        };
    }

    /** The smallest positive value; for integers the distance of neighbours. */
    private static double smallest(DType dtype) {
        return switch (dtype) {
            case F64 -> Double.MIN_VALUE;
            case F32, C64 -> Float.MIN_VALUE;
            case F16 -> 0x1p-24;
            case BF16 -> 0x1p-133;
            case F8_E4M3 -> 0x1p-9;
            case F8_E4M3FNUZ -> 0x1p-10;
            case F8_E5M2 -> 0x1p-16;
            case F8_E5M2FNUZ -> 0x1p-17;
            case F6_E2M3 -> 0x1p-3;
            case F6_E3M2 -> 0x1p-4;
            case F4 -> 0.5;
            case F8_E8M0 -> 0x1p-127;
            case BOOL, U8, I8, I16, U16, I32, U32, I64, U64 -> 2;
        };
    }

    /** The relative part of the bound for one value, of the reference. */
    public double rtol() {
        return unitRoundoff < 1 ? unitRoundoff / (1 - unitRoundoff) : 0;
    }

    /** The absolute part of the bound for one value. */
    public double atol() {
        return smallest / 2;
    }

    /** The bound for the relative RMS difference of an output. */
    public double relativeRms() {
        return Math.max(LEAST_RMS, RMS_IN_ROUNDOFFS * unitRoundoff);
    }

    /** The bound for the KL divergence of next-token distributions. */
    public double kl() {
        return Math.max(LEAST_KL, KL_IN_SQUARED_ROUNDOFFS * unitRoundoff * unitRoundoff);
    }
}
