package dev.mlxj.golden;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * Compares two tensors of one dtype and shape, and names the first element that differs. Decodes by
 * itself, so that the codec under test is not its own judge.
 */
public final class TensorComparison {
    private static final ValueLayout.OfShort U16_LE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32_LE =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64_LE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private TensorComparison() {}

    /** Equal bytes. */
    public static void bits(String place, Tensor expected, Tensor got) {
        long at = expected.bytes().mismatch(got.bytes());
        if (at < 0) {
            return;
        }
        long size = Math.max(1, expected.dtype().bits() / 8);
        long element = at / size;
        throw new AssertionError(
                "%s[%d]: expected bytes %s, got %s"
                        .formatted(
                                place,
                                element,
                                hex(expected.bytes().asSlice(element * size, size)),
                                hex(got.bytes().asSlice(element * size, size))));
    }

    /**
     * {@code |got - expected| <= atol + rtol * |expected|}; NaN equals NaN and an infinity itself.
     * With both tolerances 0, integers of 64 bits are compared exactly too.
     */
    public static void close(String place, Tensor expected, Tensor got, double rtol, double atol) {
        DType dtype = expected.dtype();
        int wrong = 0;
        String first = "";
        long elements = expected.shape().elements();
        for (long i = 0; i < elements; i++) {
            if (!close(dtype, expected.bytes(), got.bytes(), i, rtol, atol)) {
                if (wrong++ == 0) {
                    first =
                            "%s[%d]: expected %s, got %s"
                                    .formatted(
                                            place,
                                            i,
                                            show(dtype, expected.bytes(), i),
                                            show(dtype, got.bytes(), i));
                }
            }
        }
        if (wrong > 0) {
            throw new AssertionError(
                    "%s (%d of %d differ; rtol %s, atol %s)"
                            .formatted(first, wrong, elements, rtol, atol));
        }
    }

    private static boolean close(
            DType dtype,
            MemorySegment expected,
            MemorySegment got,
            long i,
            double rtol,
            double atol) {
        if (dtype == DType.I64 || dtype == DType.U64) {
            long a = expected.get(U64_LE, 8 * i);
            long b = got.get(U64_LE, 8 * i);
            return a == b || within((double) a, (double) b, rtol, atol);
        }
        if (dtype == DType.C64) {
            double re = part(expected, 2 * i);
            double im = part(expected, 2 * i + 1);
            double gotRe = part(got, 2 * i);
            double gotIm = part(got, 2 * i + 1);
            boolean parts =
                    (same(re, gotRe) || within(re, gotRe, rtol, atol))
                            && (same(im, gotIm) || within(im, gotIm, rtol, atol));
            return parts || Math.hypot(gotRe - re, gotIm - im) <= atol + rtol * Math.hypot(re, im);
        }
        double a = value(dtype, expected, i);
        double b = value(dtype, got, i);
        return same(a, b) || within(a, b, rtol, atol);
    }

    private static boolean same(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    private static boolean within(double expected, double got, double rtol, double atol) {
        return Double.isFinite(expected)
                && Double.isFinite(got)
                && (rtol > 0 || atol > 0)
                && Math.abs(got - expected) <= atol + rtol * Math.abs(expected);
    }

    private static double part(MemorySegment bytes, long i) {
        return Float.intBitsToFloat(bytes.get(U32_LE, 4 * i));
    }

    /** The element as a double; exact but for integers of 64 bits. */
    public static double value(DType dtype, MemorySegment bytes, long i) {
        return switch (dtype) {
            case BOOL -> bytes.get(ValueLayout.JAVA_BYTE, i) == 0 ? 0 : 1;
            case I8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
            case U8, F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ ->
                    Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, i));
            case I16 -> bytes.get(U16_LE, 2 * i);
            case U16 -> Short.toUnsignedInt(bytes.get(U16_LE, 2 * i));
            case F16 -> Float.float16ToFloat(bytes.get(U16_LE, 2 * i));
            case BF16 -> Float.intBitsToFloat(bytes.get(U16_LE, 2 * i) << 16);
            case I32 -> bytes.get(U32_LE, 4 * i);
            case U32 -> Integer.toUnsignedLong(bytes.get(U32_LE, 4 * i));
            case F32 -> part(bytes, i);
            case F64 -> Double.longBitsToDouble(bytes.get(U64_LE, 8 * i));
            case I64 -> bytes.get(U64_LE, 8 * i);
            case U64 ->
                    new BigInteger(Long.toUnsignedString(bytes.get(U64_LE, 8 * i))).doubleValue();
            case C64, F4, F6_E2M3, F6_E3M2 ->
                    throw new IllegalArgumentException(dtype + " is not one real number a byte");
        };
    }

    private static String show(DType dtype, MemorySegment bytes, long i) {
        return switch (dtype) {
            case C64 -> part(bytes, 2 * i) + "+" + part(bytes, 2 * i + 1) + "i";
            case I64 -> Long.toString(bytes.get(U64_LE, 8 * i));
            case U64 -> Long.toUnsignedString(bytes.get(U64_LE, 8 * i));
            default -> Double.toString(value(dtype, bytes, i));
        };
    }

    private static String hex(MemorySegment bytes) {
        return HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE));
    }
}
