package dev.mlxj.io.gguf;

import dev.mlxj.tensor.DType;

import java.util.Optional;

/** The kinds of metadata; GGUF numbers them in this order, from 0. */
enum GgufKind {
    U8(DType.U8),
    I8(DType.I8),
    U16(DType.U16),
    I16(DType.I16),
    U32(DType.U32),
    I32(DType.I32),
    F32(DType.F32),
    BOOL(DType.BOOL),
    TEXT,
    LIST,
    U64(DType.U64),
    I64(DType.I64),
    F64(DType.F64);

    private final Optional<DType> dtype;

    GgufKind() {
        this.dtype = Optional.empty();
    }

    GgufKind(DType dtype) {
        this.dtype = Optional.of(dtype);
    }

    /** The dtype of a number; empty for texts and lists. */
    Optional<DType> dtype() {
        return dtype;
    }

    static Optional<GgufKind> numbered(int number) {
        return number >= 0 && number < values().length
                ? Optional.of(values()[number])
                : Optional.empty();
    }

    static Optional<GgufKind> of(DType dtype) {
        for (GgufKind kind : values()) {
            if (kind.dtype.equals(Optional.of(dtype))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
