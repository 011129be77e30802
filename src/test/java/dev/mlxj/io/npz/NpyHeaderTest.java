package dev.mlxj.io.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Headers as {@code numpy.save} of NumPy 2.4 wrote them, with ml_dtypes for what NumPy lacks. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NpyHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "F32; 3; '{''descr'': ''<f4'', ''fortran_order'': False, ''shape'': (3,), }'",
                "F32; ''; '{''descr'': ''<f4'', ''fortran_order'': False, ''shape'': (), }'",
                "BOOL; 2 3; '{''descr'': ''|b1'', ''fortran_order'': False, ''shape'': (2, 3), }'",
                "U64; 0 3; '{''descr'': ''<u8'', ''fortran_order'': False, ''shape'': (0, 3), }'",
                "BF16; 30522 384;'{''descr'': ''<V2'', ''fortran_order'': False, ''shape'': (30522,"
                        + " 384), }'",
                "F8_E4M3; 1 1 1 5;'{''descr'': ''<V1'', ''fortran_order'': False, ''shape'': (1, 1,"
                        + " 1, 5), }'"
            })
    void it_is_the_header_of_numpy(DType dtype, String extents, String text) {
        long[] shape =
                extents.isEmpty()
                        ? new long[0]
                        : Arrays.stream(extents.split(" ", -1))
                                .mapToLong(Long::parseLong)
                                .toArray();
        byte[] header = NpyHeader.of(dtype, Shape.of(shape));

        assertThat(new String(header, StandardCharsets.ISO_8859_1))
                .isEqualTo("\u0093NUMPY\1\0v\0" + text + " ".repeat(117 - text.length()) + "\n");
    }

    @Test
    void elements_that_are_no_whole_bytes_have_no_npy_type() {
        assertThatThrownBy(() -> NpyHeader.of(DType.F4, Shape.of(2)))
                .hasMessage("npy: F4 elements are not whole bytes; no npy type holds them");
    }
}
