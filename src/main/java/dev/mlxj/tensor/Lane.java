package dev.mlxj.tensor;

/**
 * The Java type in which a kernel computes with elements of a {@link DType}. There are many stored
 * types and few lanes, so that an operation is a few plain loops and a dtype is one codec.
 */
public enum Lane {
    /** {@code long[]}: bool and every integer; an unsigned 64-bit value is its two's complement. */
    LONG,
    /** {@code float[]}. */
    FLOAT,
    /** {@code double[]}. */
    DOUBLE,
    /** {@code float[]}, the real and the imaginary part by turns. */
    COMPLEX,
    /** No arithmetic: the bytes are kept as they are. */
    OPAQUE
}
