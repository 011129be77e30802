package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

/** Loops from a block of one lane to a block of another, with the meaning of {@code astype}. */
public final class Lanes {
    private Lanes() {}

    public static void widen(float[] in, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = in[i];
        }
    }

    public static void narrow(double[] in, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (float) in[i];
        }
    }

    public static void toFloat(long[] in, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (float) in[i];
        }
    }

    public static void toDouble(long[] in, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (double) in[i];
        }
    }

    /**
     * A number of 64 bits without sign. Beyond 2^63 it is halved first; its last bit stays, so that
     * the one rounding sees on which side of a tie the number is.
     */
    public static void unsignedToFloat(long[] in, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            long x = in[i];
            out[i] = x >= 0 ? (float) x : 2 * (float) ((x >>> 1) | (x & 1));
        }
    }

    /** As {@link #unsignedToFloat}. */
    public static void unsignedToDouble(long[] in, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            long x = in[i];
            out[i] = x >= 0 ? (double) x : 2 * (double) ((x >>> 1) | (x & 1));
        }
    }

    /**
     * Toward zero; what does not fit wraps or saturates as Java narrows: to 32 bits and fewer by
     * way of {@code int}, to U32 and I64 by way of {@code long}; NaN becomes 0. To BOOL: whether
     * the number is not 0, which NaN is not.
     */
    public static void truncate(float[] in, DType target, long[] out, int n) {
        switch (target) {
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = in[i] != 0 ? 1 : 0;
                }
            }
            case U64 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = unsigned(in[i]);
                }
            }
            case U32, I64 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (long) in[i];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (int) in[i];
                }
            }
        }
    }

    /** As {@link #truncate(float[], DType, long[], int)}. */
    public static void truncate(double[] in, DType target, long[] out, int n) {
        switch (target) {
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = in[i] != 0 ? 1 : 0;
                }
            }
            case U64 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = unsigned(in[i]);
                }
            }
            case U32, I64 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (long) in[i];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (int) in[i];
                }
            }
        }
    }

    /** Exact up to 2^64, which saturates; a negative number wraps. */
    private static long unsigned(double x) {
        if (x < 0x1p63 || Double.isNaN(x)) {
            return (long) x;
        }
        return x < 0x1p64 ? (long) (x - 0x1p63) + Long.MIN_VALUE : -1L;
    }

    /** Complex numbers with these real parts. */
    public static void toComplex(float[] in, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[2 * i] = in[i];
            out[2 * i + 1] = 0;
        }
    }

    public static void realParts(float[] in, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = in[2 * i];
        }
    }

    /** 1 where either part is not 0. */
    public static void complexTruths(float[] in, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = in[2 * i] != 0 || in[2 * i + 1] != 0 ? 1 : 0;
        }
    }
}
