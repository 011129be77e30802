package dev.mlxj.tensor;

import java.util.Locale;
import java.util.Optional;

/**
 * Element types. The constants have the names that safetensors gives them, and stand in the order
 * in which its writer sorts tensors (ascending alignment), so {@link #ordinal()} is that order.
 *
 * <p>Fourteen of them are types of MLX ({@link #isArithmetic()}); the others are stored types,
 * which are copied byte for byte and can be decoded to floats where their meaning is defined.
 */
public enum DType {
    BOOL(8, Category.BOOL, Lane.LONG),
    F4(4, Category.OPAQUE, Lane.OPAQUE),
    F6_E2M3(6, Category.OPAQUE, Lane.OPAQUE),
    F6_E3M2(6, Category.OPAQUE, Lane.OPAQUE),
    U8(8, Category.UNSIGNED, Lane.LONG),
    I8(8, Category.SIGNED, Lane.LONG),
    F8_E5M2(8, Category.OPAQUE, Lane.OPAQUE),
    F8_E4M3(8, Category.OPAQUE, Lane.OPAQUE),
    F8_E8M0(8, Category.OPAQUE, Lane.OPAQUE),
    F8_E4M3FNUZ(8, Category.OPAQUE, Lane.OPAQUE),
    F8_E5M2FNUZ(8, Category.OPAQUE, Lane.OPAQUE),
    I16(16, Category.SIGNED, Lane.LONG),
    U16(16, Category.UNSIGNED, Lane.LONG),
    F16(16, Category.FLOATING, Lane.FLOAT),
    BF16(16, Category.FLOATING, Lane.FLOAT),
    I32(32, Category.SIGNED, Lane.LONG),
    U32(32, Category.UNSIGNED, Lane.LONG),
    F32(32, Category.FLOATING, Lane.FLOAT),
    C64(64, Category.COMPLEX, Lane.COMPLEX),
    F64(64, Category.FLOATING, Lane.DOUBLE),
    I64(64, Category.SIGNED, Lane.LONG),
    U64(64, Category.UNSIGNED, Lane.LONG);

    /** What kind of number an element is. */
    public enum Category {
        /** True and false; in MLX not an integer and not a number. */
        BOOL,
        UNSIGNED,
        SIGNED,
        FLOATING,
        COMPLEX,
        /** Stored only: no arithmetic. */
        OPAQUE
    }

    private final int bits;
    private final Category category;
    private final Lane lane;

    DType(int bits, Category category, Lane lane) {
        this.bits = bits;
        this.category = category;
        this.lane = lane;
    }

    /** Bits of one element: 4, 6, 8, 16, 32 or 64. */
    public int bits() {
        return bits;
    }

    public Category category() {
        return category;
    }

    public Lane lane() {
        return lane;
    }

    /** F16, BF16, F32 and F64, as {@code mx.issubdtype(x, mx.floating)}. */
    public boolean isFloating() {
        return category == Category.FLOATING;
    }

    /** Floating or complex: what can have a gradient. */
    public boolean isInexact() {
        return category == Category.FLOATING || category == Category.COMPLEX;
    }

    /** Signed and unsigned integers; bool is not one. */
    public boolean isInteger() {
        return category == Category.SIGNED || category == Category.UNSIGNED;
    }

    /** Whether this is one of the fourteen types that MLX computes with. */
    public boolean isArithmetic() {
        return category != Category.OPAQUE;
    }

    /**
     * Bytes that {@code elements} elements take.
     *
     * @throws IllegalArgumentException if they do not fill whole bytes (sub-byte types)
     * @throws ArithmeticException if the number of bits does not fit a {@code long}
     */
    public long byteSize(long elements) {
        long total = Math.multiplyExact(elements, (long) bits);
        if (total % 8 != 0) {
            throw new IllegalArgumentException(
                    "%d elements of %s take %d bits, which is no whole number of bytes"
                            .formatted(elements, this, total));
        }
        return total / 8;
    }

    /** The name that file suffixes and reports use: {@code f16}, {@code bf16}, {@code f8_e4m3}. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dtype with exactly this safetensors name. */
    public static Optional<DType> named(String name) {
        for (DType dtype : values()) {
            if (dtype.name().equals(name)) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }
}
