package dev.mlxj.io.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.io.TensorSpec;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SafetensorsLayoutTest {
    private static final TensorSpec W = new TensorSpec("w", DType.F32, Shape.of(1));

    /** 54 bytes of JSON. */
    private static final String W_JSON =
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";

    @Test
    void the_header_is_padded_with_spaces_to_a_multiple_of_eight_bytes() {
        SafetensorsLayout layout = SafetensorsLayout.of(List.of(W), Map.of());

        assertThat(text(layout)).isEqualTo(W_JSON + "  ");
        assertThat(layout.dataStart()).isEqualTo(8 + 56);
        assertThat(layout.position("w")).isEqualTo(64);
        assertThat(layout.totalSize()).isEqualTo(68);
    }

    @Test
    void room_to_spare_comes_before_the_padding() {
        assertThat(text(SafetensorsLayout.of(List.of(W), Map.of(), 2))).hasSize(56);
        assertThat(text(SafetensorsLayout.of(List.of(W), Map.of(), 3))).hasSize(64);
        assertThat(text(SafetensorsLayout.of(List.of(W), Map.of(), 16 << 10)))
                .hasSize(54 + (16 << 10) + 2)
                .startsWith(W_JSON + " ");
    }

    @Test
    void empty_metadata_are_not_written() {
        assertThat(text(SafetensorsLayout.of(List.of(), Map.of()))).isEqualTo("{}      ");
    }

    @Test
    void offsets_beyond_four_gigabytes_are_written_whole() {
        TensorSpec big = new TensorSpec("a", DType.F64, Shape.of(1L << 40));
        SafetensorsLayout layout = SafetensorsLayout.of(List.of(W, big), Map.of());

        assertThat(text(layout)).contains("[0,8796093022208]", "[8796093022208,8796093022212]");
        assertThat(layout.totalSize()).isEqualTo(layout.dataStart() + 8796093022212L);
    }

    @Test
    void two_tensors_of_one_name_are_refused() {
        assertThatThrownBy(
                        () ->
                                SafetensorsLayout.of(
                                        List.of(W, new TensorSpec("w", DType.U8, Shape.of(2))),
                                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two tensors are named 'w'");
    }

    @Test
    void the_header_s_own_key_is_no_name_for_a_tensor() {
        TensorSpec tensor = new TensorSpec("__metadata__", DType.U8, Shape.of(2));

        assertThatThrownBy(() -> SafetensorsLayout.of(List.of(tensor), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'__metadata__'");
    }

    @Test
    void half_a_surrogate_pair_is_refused_because_utf8_cannot_hold_it() {
        for (String name : List.of("a\ud83d", "\ude00b", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
            TensorSpec tensor = new TensorSpec(name, DType.U8, Shape.of(2));
            assertThatThrownBy(() -> SafetensorsLayout.of(List.of(tensor), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("half a surrogate pair");
        }
    }

    @Test
    void sub_byte_elements_that_fill_no_whole_bytes_are_refused() {
        assertThatThrownBy(() -> new TensorSpec("w", DType.F4, Shape.of(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("F4");
    }

    @Test
    void a_header_that_no_reader_would_accept_is_refused() {
        assertThatThrownBy(() -> SafetensorsLayout.of(List.of(W), Map.of(), 100_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100000000");
        assertThat(SafetensorsLayout.of(List.of(W), Map.of(), 100_000_000 - 54).dataStart())
                .isEqualTo(100_000_008);
    }

    /** The header without its length field, which must count what follows it. */
    private static String text(SafetensorsLayout layout) {
        byte[] header = layout.header().toArray(ValueLayout.JAVA_BYTE);
        String text = new String(header, 8, header.length - 8, StandardCharsets.UTF_8);
        assertThat(layout.header().get(ValueLayout.JAVA_LONG_UNALIGNED, 0))
                .isEqualTo(header.length - 8);
        return text;
    }
}
