package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FrozenSetTest {
    private static final List<String> MODEL =
            List.of(
                    "embed.weight",
                    "layers.0.q.weight",
                    "layers.0.q.bias",
                    "layers.0.k.weight",
                    "layers.1.q.weight",
                    "layers.10.q.weight",
                    "lm_head.weight",
                    "scale");

    private static String json(String... frozen) {
        return FrozenSet.of(MODEL, Set.of(frozen)).toJson();
    }

    @Test
    void a_parameter_alone_is_its_path() {
        assertThat(json("layers.0.q.bias")).isEqualTo("[\"layers.0.q.bias\"]");
        assertThat(json("scale")).isEqualTo("[\"scale\"]");
    }

    @Test
    void the_highest_module_that_is_frozen_whole_stands_for_its_parameters() {
        assertThat(json("layers.0.q.weight", "layers.0.q.bias")).isEqualTo("[\"layers.0.q.\"]");
        assertThat(json("layers.0.q.weight", "layers.0.q.bias", "layers.0.k.weight"))
                .isEqualTo("[\"layers.0.\"]");
        assertThat(json("layers.1.q.weight")).isEqualTo("[\"layers.1.\"]");
        assertThat(json("lm_head.weight")).isEqualTo("[\"lm_head.\"]");
    }

    @Test
    void the_whole_model_is_one_dot() {
        assertThat(FrozenSet.of(MODEL, new HashSet<>(MODEL)).toJson()).isEqualTo("[\".\"]");
        assertThat(FrozenSet.parse("[\".\"]").among(MODEL)).containsExactlyElementsOf(MODEL);
    }

    @Test
    void nothing_frozen_is_an_empty_set() {
        assertThat(FrozenSet.of(MODEL, Set.of()).isEmpty()).isTrue();
        assertThat(FrozenSet.in(Map.of()).isEmpty()).isTrue();
    }

    @Test
    void entries_are_sorted_by_their_utf8_bytes() {
        // U+1F600 is written with surrogates from U+D83D on, which sort below U+FF5E only as
        // UTF-16.
        List<String> names = List.of("～", "😀", "é", "z", "a");
        assertThat(FrozenSet.of(names, Set.of("～", "😀", "é", "z")).toJson())
                .isEqualTo("[\"z\",\"é\",\"～\",\"😀\"]");
    }

    @Test
    void a_module_and_a_parameter_may_share_a_path() {
        List<String> names = List.of("a", "a.b", "c");
        assertThat(FrozenSet.of(names, Set.of("a")).toJson()).isEqualTo("[\"a\"]");
        assertThat(FrozenSet.of(names, Set.of("a.b")).toJson()).isEqualTo("[\"a.\"]");
        assertThat(FrozenSet.parse("[\"a.\"]").among(names)).containsExactly("a.b");
    }

    @Test
    void an_empty_first_part_is_not_taken_for_the_whole_model() {
        List<String> names = List.of(".x", ".y.z", "b");
        FrozenSet set = FrozenSet.of(names, Set.of(".x", ".y.z"));
        assertThat(set.toJson()).isEqualTo("[\".x\",\".y.\"]");
        assertThat(set.among(names)).containsExactly(".x", ".y.z");
    }

    @Test
    void a_name_that_would_stand_for_a_module_is_refused() {
        assertThatThrownBy(() -> FrozenSet.of(List.of("a.", "a.b"), Set.of("a.")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "parameter 'a.' cannot be frozen alone: its name ends with a dot, and would"
                                + " stand for a whole module");
        assertThat(FrozenSet.of(List.of("a.", "b"), Set.of("a.")).toJson()).isEqualTo("[\"a.\"]");
    }

    @Test
    void names_are_escaped_as_json() {
        FrozenSet set = FrozenSet.of(List.of("a\"\n", "b"), Set.of("a\"\n"));
        assertThat(set.toJson()).isEqualTo("[\"a\\\"\\n\"]");
        assertThat(FrozenSet.parse(set.toJson())).isEqualTo(set);
    }

    @Test
    void what_is_no_array_of_strings_is_refused() {
        for (String bad : List.of("", "{}", "[1]", "[\"a\"", "[\"a\"] x", "[[\"a\"]]", "null")) {
            assertThatThrownBy(() -> FrozenSet.parse(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("mlxj.frozen is not a JSON array of strings");
        }
    }

    @Test
    void a_name_of_a_hundred_thousand_parts_takes_no_more_than_its_length() {
        String deep = "a.".repeat(100_000) + "w";
        assertThat(FrozenSet.of(List.of(deep, "b"), Set.of(deep)).toJson()).isEqualTo("[\"a.\"]");
    }

    @Property(tries = 500)
    void what_is_frozen_is_read_back(
            @ForAll("names") Set<String> names, @ForAll("names") Set<String> frozen) {
        frozen.retainAll(names);
        FrozenSet set;
        try {
            set = FrozenSet.of(names, frozen);
        } catch (IllegalArgumentException e) {
            Assume.that(false);
            return;
        }
        assertThat(FrozenSet.parse(set.toJson()).among(names))
                .containsExactlyInAnyOrderElementsOf(frozen);
    }

    @Provide
    Arbitrary<Set<String>> names() {
        return Arbitraries.strings().withChars("ab.").ofMaxLength(5).set().ofMaxSize(8);
    }
}
