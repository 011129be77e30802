package dev.mlxj.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Locale;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DTypeNamesTest {
    @ParameterizedTest
    @CsvSource({
        "f16,F16", "FP16,F16", "float16,F16", "half,F16", "bf16,BF16", "bfloat16,BF16",
        "float,F32", "double,F64", "int8,I8", "U64,U64", "uint32,U32", "bool,BOOL",
        "complex64,C64", "float8_e4m3fn,F8_E4M3", "f8_e5m2,F8_E5M2", "F6_E2M3,F6_E2M3"
    })
    void dtypes_have_their_usual_names(String name, DType dtype) {
        assertThat(DTypeNames.parse(name)).isEqualTo(dtype);
    }

    @Test
    void dtype_names_do_not_depend_on_the_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(DTypeNames.parse("INT8")).isEqualTo(DType.I8);
        } finally {
            Locale.setDefault(before);
        }
    }
}
