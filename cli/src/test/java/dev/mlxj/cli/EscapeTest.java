package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EscapeTest {
    @Test
    void plain_text_of_any_script_is_the_same_string() {
        String name = "encoder.レイヤー.weight é";
        assertThat(Escape.line(name)).isSameAs(name);
        assertThat(Escape.line("😀 " + name)).isEqualTo("😀 " + name);
    }

    @Test
    void control_and_newline_characters_are_escapes() {
        assertThat(Escape.line("a\nb\tc\u001b[31m\u0000\u007f"))
                .isEqualTo("a\\nb\\tc\\u001b[31m\\u0000\\u007f");
    }

    @Test
    void bidirectional_and_invisible_characters_are_escapes() {
        assertThat(Escape.line("a\u202eb\u200b\u2028\ufeff"))
                .isEqualTo("a\\u202eb\\u200b\\u2028\\ufeff");
        assertThat(Escape.line("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
    }

    @Test
    void a_lone_surrogate_is_an_escape() {
        assertThat(Escape.line("x\ud800y")).isEqualTo("x\\ud800y");
    }

    @Test
    void a_backslash_is_doubled_so_that_no_two_names_print_alike() {
        assertThat(Escape.line("a\\nb")).isEqualTo("a\\\\nb");
    }

    @Test
    void a_message_keeps_its_newlines_and_backslashes() {
        assertThat(Escape.message("one\\two\nthree\u001b")).isEqualTo("one\\two\nthree\\u001b");
    }
}
