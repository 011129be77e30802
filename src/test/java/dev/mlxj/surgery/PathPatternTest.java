package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PathPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "wte.weight | wte.weight | true",
                "wte.weight | wte_weight | false",
                "* | bias | true",
                "* | a.bias | false",
                "*.bias | a.bias | true",
                "*.bias | a.b.bias | false",
                "layers.*.bias | layers..bias | true",
                "layers.*.w | layers.10.w | true",
                "layers.1*.w | layers.10.w | true",
                "** | a.b.c | true",
                "**.bias | a.b.bias | true",
                "**.bias | bias | true",
                "**.bias | a.unbias | false",
                "**bias | a.unbias | true",
                "layers.** | layers.0.w | true",
                "layers.** | layers | false",
                "a.**.w | a.w | true",
                "a.**.w | a.b.c.w | true",
                "a.**.w | a.bw | false",
                "a.*** | a.b.c | true",
                "layers.?.w | layers.7.w | true",
                "layers.?.w | layers.10.w | false",
                "a?b | a.b | false",
                "layers.[0-9].w | layers.7.w | true",
                "layers.[!0-9].w | layers.7.w | false",
                "layers.[^0-9].w | layers.x.w | true",
                "a[!b]c | a.c | false",
                "a[]]c | a]c | true",
                "a[a-]c | a-c | true",
                "{q,k}_proj | k_proj | true",
                "{q,k}_proj | v_proj | false",
                "x.{q,{k,v}*}.w | x.v_proj.w | true",
                "{a,**.b} | c.d.b | true",
                "{,un}bias | bias | true",
                "a,b} | a,b} | true",
                "\\*\\{ | *{ | true",
                "é? | éü | true",
            })
    void matches_as_the_table_says(String glob, String path, boolean expected) {
        assertThat(PathPattern.parse(glob).matches(path)).isEqualTo(expected);
    }

    @Test
    void a_character_outside_the_basic_plane_is_one_character() {
        assertThat(PathPattern.parse("?").matches("😀")).isTrue();
        assertThat(PathPattern.parse("[😀-😂]").matches("😁")).isTrue();
    }

    @Test
    void the_empty_glob_matches_the_empty_path_alone() {
        assertThat(PathPattern.parse("").matches("")).isTrue();
        assertThat(PathPattern.parse("").matches("a")).isFalse();
    }

    @Test
    void many_stars_take_linear_time() {
        PathPattern stars =
                PathPattern.parse("*a".repeat(30) + "**b".repeat(30) + "**.c".repeat(30));
        String path = "a".repeat(20_000) + "b".repeat(20_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(stars.matches(path)).isFalse());
    }

    @Test
    void what_is_left_open_is_an_error_with_its_column() {
        assertThatThrownBy(() -> PathPattern.parse("a.{q,k"))
                .hasMessage("glob 'a.{q,k': '{' is not closed (column 3)");
        assertThatThrownBy(() -> PathPattern.parse("[0-9"))
                .hasMessage("glob '[0-9': '[' is not closed (column 1)");
        assertThatThrownBy(() -> PathPattern.parse("ab\\"))
                .hasMessage("glob 'ab\\': nothing follows the backslash (column 3)");
        assertThatThrownBy(() -> PathPattern.parse("{".repeat(100_000)))
                .hasMessageEndingWith("braces are nested more than 50 deep (column 51)");
    }
}
