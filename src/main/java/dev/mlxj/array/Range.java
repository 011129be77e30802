package dev.mlxj.array;

import dev.mlxj.tensor.DType;

/** The least and the greatest value of a dtype. */
public final class Range {
    private Range() {}

    /** The least value of an integer dtype or bool, in its lane. */
    public static long least(DType dtype) {
        return dtype.category() == DType.Category.SIGNED ? -1L << (dtype.bits() - 1) : 0;
    }

    /** The greatest value of an integer dtype or bool, in its lane: -1 stands for that of U64. */
    public static long greatest(DType dtype) {
        return switch (dtype.category()) {
            case BOOL -> 1;
            case SIGNED -> -1L >>> (65 - dtype.bits());
            case UNSIGNED -> -1L >>> (64 - dtype.bits());
            case FLOATING, COMPLEX, OPAQUE ->
                    throw new IllegalArgumentException(dtype + " is no integer");
        };
    }

    /** The greatest finite number of a floating dtype. */
    public static double greatestFinite(DType dtype) {
        return switch (dtype) {
            case F16 -> 65504;
            case BF16 -> 0x1.fep127;
            case F64 -> Double.MAX_VALUE;
            default -> Float.MAX_VALUE;
        };
    }
}
