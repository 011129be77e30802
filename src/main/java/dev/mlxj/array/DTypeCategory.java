package dev.mlxj.array;

import dev.mlxj.tensor.DType;

/** Families of dtypes, each within another. Matches {@code mlx.core.DtypeCategory}. */
public enum DTypeCategory {
    COMPLEXFLOATING,
    FLOATING,
    /** Floating or complex. */
    INEXACT,
    SIGNEDINTEGER,
    UNSIGNEDINTEGER,
    /** Signed or unsigned; bool is not one. */
    INTEGER,
    /** Integer or inexact; bool is not one. */
    NUMBER,
    /** Any. */
    GENERIC;

    /** Whether the dtype belongs to this family. Matches {@code mlx.core.issubdtype}. */
    public boolean contains(DType dtype) {
        return dtype.isArithmetic()
                && switch (this) {
                    case COMPLEXFLOATING -> dtype.category() == DType.Category.COMPLEX;
                    case FLOATING -> dtype.isFloating();
                    case INEXACT -> dtype.isInexact();
                    case SIGNEDINTEGER -> dtype.category() == DType.Category.SIGNED;
                    case UNSIGNEDINTEGER -> dtype.category() == DType.Category.UNSIGNED;
                    case INTEGER -> dtype.isInteger();
                    case NUMBER -> dtype.isInteger() || dtype.isInexact();
                    case GENERIC -> true;
                };
    }

    /** Whether the other family lies within this one, or is it. */
    public boolean contains(DTypeCategory other) {
        for (DType dtype : DType.values()) {
            if (other.contains(dtype) && !contains(dtype)) {
                return false;
            }
        }
        // Bool has no family but GENERIC, so no two families have the same members.
        return true;
    }
}
