package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "7B, 7",
        "5GB, 5000000000",
        "5gib, 5368709120",
        "1.5 MiB, 1572864",
        "2k, 2000",
        "0.3B, 0",
        "9223372036854775807, 9223372036854775807",
        "1TiB, 1099511627776",
    })
    void sizes_have_units_of_a_thousand_or_of_1024(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GB",
                "-1",
                "1e9",
                "1 apple",
                "1..2",
                "9223372036854775808",
                "8388608TiB"
            })
    void what_is_no_size_is_refused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .hasMessage(
                        "'"
                                + text
                                + "' is not a size; write a number and B, KB, MB, GB, KiB, MiB or"
                                + " GiB");
    }
}
