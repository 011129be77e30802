package dev.mlxj.array.kernel;

/** What becomes of a value beyond the largest finite one of an 8-bit float, infinities included. */
public enum Overflow {
    /** The largest finite value; NaN stays NaN where the type has one. */
    SATURATE,
    /** As {@link #SATURATE}, and NaN becomes the largest value too, as {@code mx.to_fp8} does. */
    SATURATE_NAN,
    /** NaN; in F8_E5M2, which has one, an infinity. */
    NAN
}
