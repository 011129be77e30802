package dev.mlxj.io.gguf;

import dev.mlxj.tensor.DType;

import java.util.Optional;

/** The kinds of metadata, as GGUF numbers them. */
enum GgufKind {
    U8(0, DType.U8),
    I8(1, DType.I8),
    U16(2, DType.U16),
    I16(3, DType.I16),
    U32(4, DType.U32),
    I32(5, DType.I32),
    F32(6, DType.F32),
    BOOL(7, DType.BOOL),
    TEXT(8),
    LIST(9),
    U64(10, DType.U64),
    I64(11, DType.I64),
    F64(12, DType.F64);

    private final int number;
    private final Optional<DType> dtype;

    GgufKind(int number) {
        this.number = number;
        this.dtype = Optional.empty();
    }

    GgufKind(int number, DType dtype) {
        this.number = number;
        this.dtype = Optional.of(dtype);
    }

    int number() {
        return number;
    }

    /** The dtype of a number; empty for texts and lists. */
    Optional<DType> dtype() {
        return dtype;
    }

    static Optional<GgufKind> numbered(int number) {
        for (GgufKind kind : values()) {
            if (kind.number == number) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
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
