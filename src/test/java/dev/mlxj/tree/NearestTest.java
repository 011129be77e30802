package dev.mlxj.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NearestTest {
    private static final List<String> COMMANDS =
            List.of("inspect", "check", "freeze", "unfreeze", "cast", "copy", "completion");

    @Test
    void one_edit_away_is_near() {
        assertThat(Nearest.to("isnpect", COMMANDS)).containsExactly("inspect");
        assertThat(Nearest.to("cats", COMMANDS)).containsExactly("cast");
        assertThat(Nearest.to("chek", COMMANDS)).containsExactly("check");
    }

    @Test
    void the_nearest_comes_first_and_there_are_three_at_most() {
        assertThat(Nearest.to("aaaaaa", List.of("aaaabb", "aaaaab", "aaabaa", "baaaaa", "aaaaaaa")))
                .containsExactly("aaaaaaa", "aaaaab", "aaabaa");
    }

    @Test
    void a_word_that_begins_another_is_near() {
        assertThat(Nearest.to("comp", COMMANDS)).containsExactly("completion");
    }

    @Test
    void a_word_like_none_has_no_neighbours() {
        assertThat(Nearest.to("zzzz", COMMANDS)).isEmpty();
    }
}
