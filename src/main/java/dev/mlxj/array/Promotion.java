package dev.mlxj.array;

import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * Which dtype a result has: {@code mx.result_type} and the rules for weak scalars.
 *
 * <p>Promotion is symmetric, but not associative: an operation on many arrays folds from the left.
 */
public final class Promotion {
    private Promotion() {}

    /**
     * The dtype that holds both. An integer beside a float takes the float's dtype whatever its
     * width; F16 with BF16 is F32, U64 with a signed integer is F32, F64 with C64 is C64.
     *
     * @throws IllegalArgumentException if one is a stored type, which has no arithmetic
     */
    public static DType of(DType a, DType b) {
        requireArithmetic(a);
        requireArithmetic(b);
        if (a == b || b == DType.BOOL) {
            return a;
        }
        if (a == DType.BOOL) {
            return b;
        }
        if (a.isInteger() && b.isInteger()) {
            return integers(a, b);
        }
        if (a.isInteger()) {
            return b;
        }
        if (b.isInteger()) {
            return a;
        }
        if (a == DType.C64 || b == DType.C64) {
            return DType.C64;
        }
        return a == DType.F64 || b == DType.F64 ? DType.F64 : DType.F32;
    }

    /** Folds {@link #of(DType, DType)} from the left. */
    public static DType of(Iterable<Array> arrays) {
        DType result = DType.BOOL;
        for (Array array : arrays) {
            result = of(result, array.dtype());
        }
        return result;
    }

    /**
     * The dtype that the arguments of an operation have together.
     *
     * @throws IllegalArgumentException which names the operation, if one has a stored type
     */
    public static DType of(Primitive operation, Array x, Array y) {
        if (!x.dtype().isArithmetic() || !y.dtype().isArithmetic()) {
            throw Refusal.of(operation.name(), stored(x, y), x, y);
        }
        return of(x.dtype(), y.dtype());
    }

    /** The same for the arguments of an operation that has no primitive of its own. */
    public static DType of(String operation, Array... arrays) {
        for (Array array : arrays) {
            if (!array.dtype().isArithmetic()) {
                throw Refusal.of(operation, stored(arrays), arrays);
            }
        }
        return of(List.of(arrays));
    }

    /** The dtype of a function of real numbers: as {@link #inexact(DType)}. */
    public static DType inexact(Primitive operation, Array x) {
        if (!x.dtype().isArithmetic()) {
            throw Refusal.of(operation.name(), stored(x), x);
        }
        return inexact(x.dtype());
    }

    /** The same for an operation that has no primitive of its own. */
    public static DType inexact(String operation, Array x) {
        return inexact(of(operation, x));
    }

    private static String stored(Array... arrays) {
        for (Array array : arrays) {
            if (!array.dtype().isArithmetic()) {
                return array.dtype()
                        + " is a stored type, there is no arithmetic on it; decode it first.";
            }
        }
        return "";
    }

    private static DType integers(DType a, DType b) {
        if (a.category() == b.category()) {
            return a.bits() >= b.bits() ? a : b;
        }
        DType unsigned = a.category() == DType.Category.UNSIGNED ? a : b;
        DType signed = unsigned == a ? b : a;
        if (unsigned.bits() < signed.bits()) {
            return signed;
        }
        return switch (unsigned.bits()) {
            case 8 -> DType.I16;
            case 16 -> DType.I32;
            case 32 -> DType.I64;
            default -> DType.F32;
        };
    }

    /** Beside a weak integer: bool becomes I32, all others stay. */
    public static DType withInteger(DType dtype) {
        requireArithmetic(dtype);
        return dtype == DType.BOOL ? DType.I32 : dtype;
    }

    /**
     * Beside a weak real number, or in a function of real numbers: integers and bool become F32.
     */
    public static DType inexact(DType dtype) {
        requireArithmetic(dtype);
        return dtype.isInexact() ? dtype : DType.F32;
    }

    /**
     * Whether every value of {@code from} has one in {@code to}, in the manner of numpy's "safe",
     * with one extension: any integer may become any float.
     */
    public static boolean canCast(DType from, DType to) {
        if (from.isInteger() && to.isInexact()) {
            return true;
        }
        return of(from, to) == to;
    }

    /** MLX's name of a dtype, for messages: {@code float32}, {@code bool}. */
    public static String name(DType dtype) {
        return switch (dtype) {
            case BOOL -> "bool";
            case U8, U16, U32, U64 -> "uint" + dtype.bits();
            case I8, I16, I32, I64 -> "int" + dtype.bits();
            case F16, F32, F64 -> "float" + dtype.bits();
            case BF16 -> "bfloat16";
            case C64 -> "complex64";
            case F4, F6_E2M3, F6_E3M2, F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ ->
                    dtype.shortName();
        };
    }

    private static void requireArithmetic(DType dtype) {
        if (!dtype.isArithmetic()) {
            throw new IllegalArgumentException(
                    dtype + " is a stored type, there is no arithmetic on it; decode it first");
        }
    }
}
