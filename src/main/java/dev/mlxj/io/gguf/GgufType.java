package dev.mlxj.io.gguf;

import dev.mlxj.tensor.DType;

import java.util.Optional;

/** The element types of tensors, as GGUF numbers them. */
enum GgufType {
    F32(0, DType.F32),
    F16(1, DType.F16),
    Q4_0(2),
    Q4_1(3),
    Q5_0(6),
    Q5_1(7),
    Q8_0(8),
    Q8_1(9),
    Q2_K(10),
    Q3_K(11),
    Q4_K(12),
    Q5_K(13),
    Q6_K(14),
    Q8_K(15),
    IQ2_XXS(16),
    IQ2_XS(17),
    IQ3_XXS(18),
    IQ1_S(19),
    IQ4_NL(20),
    IQ3_S(21),
    IQ2_S(22),
    IQ4_XS(23),
    I8(24, DType.I8),
    I16(25, DType.I16),
    I32(26, DType.I32),
    I64(27, DType.I64),
    F64(28, DType.F64),
    IQ1_M(29),
    BF16(30, DType.BF16),
    TQ1_0(34),
    TQ2_0(35),
    MXFP4(39);

    private final int number;
    private final Optional<DType> dtype;

    GgufType(int number) {
        this.number = number;
        this.dtype = Optional.empty();
    }

    GgufType(int number, DType dtype) {
        this.number = number;
        this.dtype = Optional.of(dtype);
    }

    int number() {
        return number;
    }

    /** The dtype whose elements these are; empty for blocks of quantised numbers. */
    Optional<DType> dtype() {
        return dtype;
    }

    static Optional<GgufType> numbered(int number) {
        for (GgufType type : values()) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type that tensors of a dtype have, of those that MLX reads back. */
    static Optional<GgufType> of(DType dtype) {
        for (GgufType type : new GgufType[] {F32, F16, I8, I16, I32}) {
            if (type.dtype.equals(Optional.of(dtype))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
