package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NamesTest {
    @Test
    void text_without_control_characters_is_itself() {
        String text = "layers.0.é名😀'\"";
        assertThat(Names.escape(text)).isSameAs(text);
    }

    @Test
    void what_moves_the_cursor_or_turns_the_text_is_escaped() {
        assertThat(Names.escape("a\u001b[2Jb\r\n\t\u0000\u007f\u009bc"))
                .isEqualTo("a\\u001b[2Jb\\r\\n\\t\\u0000\\u007f\\u009bc");
        assertThat(Names.escape("\u202ex\u2028\u2029\u2066\u200f\ufeff\u061c"))
                .isEqualTo("\\u202ex\\u2028\\u2029\\u2066\\u200f\\ufeff\\u061c");
    }

    @Test
    void a_backslash_is_doubled_so_that_no_two_names_look_alike() {
        assertThat(Names.escape("a\\n")).isEqualTo("a\\\\n");
    }

    @Test
    void half_a_surrogate_pair_and_invisible_tags_are_escaped() {
        assertThat(Names.escape("\ud83d")).isEqualTo("\\ud83d");
        assertThat(Names.escape("x\ude00y")).isEqualTo("x\\ude00y");
        assertThat(Names.escape("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
    }

    @Test
    void a_very_long_name_is_cut_at_a_character() {
        String name = "😀".repeat(150);
        assertThat(Names.quote("a" + name))
                .isEqualTo("'a" + "😀".repeat(99) + "...' (301 characters)");
        assertThat(Names.quote("w")).isEqualTo("'w'");
    }
}
