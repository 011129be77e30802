package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.DTypeNames;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Locale;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NamesAndSizesTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "4096,4096",
        "7B,7",
        "5GB,5000000000",
        "16KiB,16384",
        "1.5 GiB,1610612736",
        "128mib,134217728",
        "2k,2000",
        "1.5MB,1500000"
    })
    void a_size_is_a_number_and_a_unit(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GB", "-1", "5 XB", "1..2", "0.5", "1e3", "99999999999TB"})
    void what_is_no_size_is_refused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is no size");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "999,999 B",
        "1000,1.0 KB",
        "999949,999.9 KB",
        "999950,1.0 MB",
        "2147483648,2.1 GB"
    })
    void a_size_is_shown_with_one_decimal(long bytes, String shown) {
        assertThat(ByteSize.show(bytes)).isEqualTo(shown);
    }

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
            assertThat(ByteSize.parse("1mib")).isEqualTo(1 << 20);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void the_nearest_names_come_nearest_first() {
        List<String> names = List.of("wpe.weight", "wte.weight", "wte.bias", "ln_f.bias");
        assertThat(NearestNames.of("wte.wieght", names))
                .containsExactly("wte.weight", "wpe.weight");
        assertThat(NearestNames.of("zzzzzzzz", names)).isEmpty();
        assertThat(NearestNames.hint("wte.bia", names)).startsWith("; nearest: 'wte.bias'");
    }
}
