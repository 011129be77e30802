package dev.mlxj.io.npz;

import dev.mlxj.tensor.DType;

import java.util.Optional;

/**
 * An element type as an npy header names it: {@code <f4}.
 *
 * @param bigEndian whether the bytes of each number stand in reverse
 */
record NpyType(DType dtype, boolean bigEndian) {
    /**
     * NumPy's name of the type. What NumPy lacks (bfloat16, 8-bit floats) has the name that arrays
     * of ml_dtypes are saved under: raw elements of that many bytes.
     *
     * @throws IllegalArgumentException for dtypes whose elements are not whole bytes
     */
    static String descr(DType dtype) {
        return switch (dtype) {
            case BOOL -> "|b1";
            case U8 -> "|u1";
            case I8 -> "|i1";
            case I16 -> "<i2";
            case U16 -> "<u2";
            case F16 -> "<f2";
            case BF16 -> "<V2";
            case I32 -> "<i4";
            case U32 -> "<u4";
            case F32 -> "<f4";
            case C64 -> "<c8";
            case F64 -> "<f8";
            case I64 -> "<i8";
            case U64 -> "<u8";
            case F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ -> "<V1";
            case F4, F6_E2M3, F6_E3M2 ->
                    throw new IllegalArgumentException(
                            "npy: "
                                    + dtype
                                    + " elements are not whole bytes; no npy type holds them");
        };
    }

    /**
     * The type of this name. Two raw bytes are taken for bfloat16, as MLX does; one raw byte may be
     * any of five types, and is none.
     */
    static Optional<NpyType> parse(String descr) {
        if (descr.length() != 3) {
            return Optional.empty();
        }
        boolean bigEndian = descr.charAt(0) == '>';
        if (!bigEndian && "<|=".indexOf(descr.charAt(0)) < 0) {
            return Optional.empty();
        }
        Optional<DType> dtype =
                Optional.ofNullable(
                        switch (descr.substring(1)) {
                            case "b1" -> DType.BOOL;
                            case "u1" -> DType.U8;
                            case "i1" -> DType.I8;
                            case "i2" -> DType.I16;
                            case "u2" -> DType.U16;
                            case "f2" -> DType.F16;
                            case "V2" -> bigEndian ? null : DType.BF16;
                            case "i4" -> DType.I32;
                            case "u4" -> DType.U32;
                            case "f4" -> DType.F32;
                            case "c8" -> DType.C64;
                            case "f8" -> DType.F64;
                            case "i8" -> DType.I64;
                            case "u8" -> DType.U64;
                            default -> null;
                        });
        return dtype.map(known -> new NpyType(known, bigEndian && known.bits() > Byte.SIZE));
    }
}
