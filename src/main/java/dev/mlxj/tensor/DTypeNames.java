package dev.mlxj.tensor;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What people call dtypes: the safetensors names in any case, and the names of MLX, numpy and
 * PyTorch.
 */
public final class DTypeNames {
    private static final Map<String, DType> ALIASES = new HashMap<>();

    static {
        for (DType dtype : DType.values()) {
            ALIASES.put(dtype.shortName(), dtype);
        }
        alias(DType.BOOL, "bool_");
        alias(DType.F16, "fp16", "float16", "half");
        alias(DType.BF16, "bfloat16");
        alias(DType.F32, "fp32", "float32", "float");
        alias(DType.F64, "fp64", "float64", "double");
        alias(DType.C64, "complex64");
        alias(DType.F8_E4M3, "float8_e4m3fn", "float8_e4m3", "f8_e4m3fn", "fp8_e4m3");
        alias(DType.F8_E5M2, "float8_e5m2", "fp8_e5m2");
        alias(DType.F8_E8M0, "float8_e8m0fnu", "float8_e8m0");
        alias(DType.F8_E4M3FNUZ, "float8_e4m3fnuz");
        alias(DType.F8_E5M2FNUZ, "float8_e5m2fnuz");
        alias(DType.F6_E2M3, "float6_e2m3fn");
        alias(DType.F6_E3M2, "float6_e3m2fn");
        alias(DType.F4, "float4_e2m1fn", "float4_e2m1fn_x2", "f4_e2m1");
        for (int bits = 8; bits <= 64; bits *= 2) {
            ALIASES.put("int" + bits, ALIASES.get("i" + bits));
            ALIASES.put("uint" + bits, ALIASES.get("u" + bits));
        }
    }

    private DTypeNames() {}

    private static void alias(DType dtype, String... names) {
        for (String name : names) {
            ALIASES.put(name, dtype);
        }
    }

    /** The dtype that a name stands for, whatever its case. */
    public static Optional<DType> find(String name) {
        return Optional.ofNullable(ALIASES.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The dtype that a name stands for, whatever its case.
     *
     * @throws IllegalArgumentException if no dtype has the name
     */
    public static DType parse(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                ("'%s' is no dtype; there are f32, f16, bf16, f64, i8 to i64, u8 to u64, bool,"
                                + " c64, f8_e4m3, f8_e5m2, ..")
                        .formatted(name));
    }
}
