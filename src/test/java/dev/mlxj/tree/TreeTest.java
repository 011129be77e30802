package dev.mlxj.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.tree.Tree.Empty;
import dev.mlxj.tree.Tree.Fields;
import dev.mlxj.tree.Tree.Items;
import dev.mlxj.tree.Tree.Leaf;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TreeTest {
    /** {@code {"b": [1, {"a": 2}], "a": [3, 4]}}. */
    private static final Tree<Integer> NEST =
            fields("b", list(leaf(1), fields("a", leaf(2))), "a", list(leaf(3), leaf(4)));

    @Test
    void flattening_joins_names_and_indices_in_the_order_of_the_tree() {
        assertThat(NEST.flatten().toString()).isEqualTo("{b.0=1, b.1.a=2, a.0=3, a.1=4}");
        assertThat(NEST.flatten("x").keySet())
                .containsExactly("x.b.0", "x.b.1.a", "x.a.0", "x.a.1");
        assertThat(NEST.leaves()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_single_leaf_has_the_empty_path_and_containers_without_leaves_vanish() {
        assertThat(leaf(5).flatten()).containsExactly(Map.entry("", 5));
        assertThat(fields("a", none(), "b", list(list(), leaf(1))).flatten())
                .containsExactly(Map.entry("b.1", 1));
    }

    @Test
    void two_leaves_with_one_path_are_both_entries_and_the_last_one_counts_in_the_map() {
        Tree<Integer> twice = fields("a.b", leaf(1), "a", fields("b", leaf(2)));
        assertThat(twice.entries()).containsExactly(Map.entry("a.b", 1), Map.entry("a.b", 2));
        assertThat(twice.flatten()).containsExactly(Map.entry("a.b", 2));
    }

    @Test
    void a_leaf_predicate_is_asked_before_a_container_is_opened() {
        Tree<Integer> tree = fields("a", list(leaf(1), leaf(2)), "c", fields("w", leaf(1)));
        assertThat(tree.entries(node -> node instanceof Items))
                .containsExactly(Map.entry("a", list(leaf(1), leaf(2))), Map.entry("c.w", leaf(1)));
    }

    @Test
    void unflattening_groups_by_the_first_name_in_the_order_of_first_sight() {
        assertThat(unflatten("a.b", "c", "a.d").toString()).isEqualTo("{a={b=0, d=2}, c=1}");
        assertThat(Tree.<Integer>unflatten(Map.of())).isEqualTo(list());
        assertThat(unflatten("")).isEqualTo(leaf(0));
    }

    @Test
    void a_level_of_indices_is_a_list_with_gaps_whatever_the_order() {
        assertThat(unflatten("3", "0").toString()).isEqualTo("[1, {}, {}, 0]");
        assertThat(unflatten("l.0", "l.x", "m.0").toString()).isEqualTo("{l={0=0, x=1}, m=[2]}");
        assertThat(unflatten("10", "9").toString())
                .isEqualTo("[{}, {}, {}, {}, {}, {}, {}, {}, {}, 1, 0]");
    }

    @Test
    void only_canonical_decimals_are_indices_D18() {
        for (String name : List.of("-1", "01", "1_0", "+1", " 1 ", "\u0661", "", "2147483648")) {
            assertThat(unflatten(name, "x").map(v -> v)).isInstanceOf(Fields.class);
            assertThat(unflatten("p." + name, "p.0")).isInstanceOf(Fields.class);
        }
        assertThat(unflatten("01", "1").toString()).isEqualTo("{01=0, 1=1}");
    }

    @Test
    void a_list_with_a_million_gaps_is_made_and_one_with_more_is_refused_D18() {
        assertThat(((Items<Integer>) unflatten("1000000")).children()).hasSize(1_000_001);
        assertThatThrownBy(() -> unflatten("1000001")).hasMessageContaining("too many gaps");
        assertThatThrownBy(() -> unflatten("a.600000", "b.600000"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> unflatten("2147483647"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dots_at_the_ends_and_values_above_values_keep_their_place() {
        assertThat(unflatten("a.").toString()).isEqualTo("{a=0}");
        assertThat(unflatten(".a").toString()).isEqualTo("{={a=0}}");
        assertThat(unflatten("a..b").toString()).isEqualTo("{a={={b=0}}}");
        assertThat(unflatten("a", "a.b").toString()).isEqualTo("{a={=0, b=1}}");
        assertThat(unflatten("a.b", "a").toString()).isEqualTo("{a={b=0, =1}}");
        assertThat(unflatten("", "a").toString()).isEqualTo("{=0, a=1}");
    }

    @Test
    void two_entries_for_one_place_are_refused_D16() {
        assertThatThrownBy(() -> Tree.unflatten(List.of(Map.entry("a", 1), Map.entry("a", 2))))
                .isInstanceOf(DuplicateKeyException.class)
                .hasMessage("'a' is there twice");
        assertThatThrownBy(() -> unflatten("a.b", "a.b."))
                .isInstanceOf(DuplicateKeyException.class)
                .hasMessage("'a.b' and 'a.b.' name one place");
        assertThatThrownBy(() -> unflatten("a", "a.b", "a."))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void mapping_keeps_the_form_and_empty_containers() {
        assertThat(NEST.map(v -> 2 * v).toString()).isEqualTo("{b=[2, {a=4}], a=[6, 8]}");
        assertThat(fields("a", list(), "b", none()).map(v -> v).toString())
                .isEqualTo("{a=[], b={}}");
        assertThat(NEST.mapWithPath((path, v) -> path + ":" + v).toString())
                .isEqualTo("{b=[b.0:1, {a=b.1.a:2}], a=[a.0:3, a.1:4]}");
    }

    @Test
    void mapping_with_another_tree_passes_the_whole_subtree_that_lies_at_a_leaf() {
        Tree<Integer> tree = fields("a", leaf(1));
        Tree<String> other = fields("a", fields("deep", leaf("x")), "more", leaf("y"));
        assertThat(tree.mapWith(other, (v, sub) -> v + sub.toString()).toString())
                .isEqualTo("{a=1{deep=x}}");
    }

    @Test
    void mapping_with_a_tree_that_lacks_a_place_names_it_D11() {
        Tree<Integer> tree = fields("a", list(leaf(1), leaf(2)));
        assertThatThrownBy(() -> tree.mapWith(fields("b", leaf(1)), (v, other) -> v))
                .isInstanceOf(TreeMismatchException.class)
                .hasMessage("map: the other tree has nothing at 'a'");
        assertThatThrownBy(() -> tree.mapWith(fields("a", list(leaf(1))), (v, other) -> v))
                .isInstanceOfSatisfying(
                        TreeMismatchException.class, e -> assertThat(e.path()).isEqualTo("a.1"));
    }

    @Test
    void reducing_is_a_left_fold_over_the_leaves() {
        assertThat(NEST.reduce("", (text, v) -> text + v)).isEqualTo("1234");
        assertThat(NEST.reduce(Integer::sum)).contains(10);
        assertThat(Tree.<Integer>unflatten(Map.of()).reduce(Integer::sum)).isEmpty();
    }

    @Test
    void merging_takes_the_names_of_the_first_tree_and_then_the_new_ones_of_the_second_D19() {
        Tree<Integer> a = fields("z", leaf(1), "b", fields("x", leaf(2)));
        Tree<Integer> b = fields("a", leaf(3), "b", fields("q", leaf(4)), "c", leaf(5));
        assertThat(a.merge(b).toString()).isEqualTo("{z=1, b={x=2, q=4}, a=3, c=5}");
    }

    @Test
    void merging_lists_fills_gaps_and_keeps_the_longer_tail() {
        assertThat(list(leaf(1), none(), leaf(3)).merge(list(none(), leaf(2))).toString())
                .isEqualTo("[1, 2, 3]");
        assertThat(Tree.<Integer>fields(new LinkedHashMap<>()).merge(leaf(3))).isEqualTo(leaf(3));
        assertThat(list().merge(list(leaf(1)))).isEqualTo(list(leaf(1)));
    }

    @Test
    void merging_what_does_not_go_together_asks_the_function_or_names_the_place() {
        Tree<Integer> a = fields("a", list(leaf(1)));
        Tree<Integer> b = fields("a", fields("x", leaf(2)));
        assertThatThrownBy(() -> a.merge(b))
                .isInstanceOf(TreeMismatchException.class)
                .hasMessage("merge: both trees have something at 'a'");
        assertThat(a.merge(b, (left, right) -> right)).isEqualTo(b);
        assertThat(leaf(1).merge(leaf(2), (x, y) -> list(x, y))).isEqualTo(list(leaf(1), leaf(2)));
        assertThatThrownBy(() -> fields("a", none()).merge(fields("a", list())))
                .hasMessage("merge: a list and fields meet at 'a'");
    }

    @Test
    void a_tree_without_fields_is_empty_and_nothing_else() {
        assertThat(Tree.fields(new LinkedHashMap<>())).isEqualTo(new Empty<>());
        assertThatThrownBy(() -> new Fields<>(new LinkedHashMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_hundred_thousand_names_and_a_hundred_thousand_levels_are_no_trouble() {
        SequencedMap<String, Integer> wide = new LinkedHashMap<>();
        IntStream.range(0, 100_000).forEach(i -> wide.put("layers.%d.weight".formatted(i), i));
        assertThat(Tree.unflatten(wide).map(v -> v).flatten()).isEqualTo(wide);

        String path = "a.".repeat(100_000) + "b";
        Tree<Integer> deep = Tree.unflatten(Map.of(path, 1)).map(v -> v + 1);
        assertThat(deep.flatten()).containsExactly(Map.entry(path, 2));
    }

    private static Tree<Integer> unflatten(String... paths) {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>();
        for (String path : paths) {
            entries.add(Map.entry(path, entries.size()));
        }
        return Tree.unflatten(entries);
    }

    private static <T> Tree<T> leaf(T value) {
        return new Leaf<>(value);
    }

    private static <T> Tree<T> none() {
        return new Empty<>();
    }

    @SafeVarargs
    private static <T> Tree<T> list(Tree<T>... children) {
        List<Tree<T>> items = new ArrayList<>();
        for (Tree<T> child : children) {
            items.add(child);
        }
        return new Items<>(items);
    }

    private static <T> Tree<T> fields(String name, Tree<T> child) {
        SequencedMap<String, Tree<T>> children = new LinkedHashMap<>();
        children.put(name, child);
        return new Fields<>(children);
    }

    private static <T> Tree<T> fields(String first, Tree<T> a, String second, Tree<T> b) {
        return fields(first, a).merge(fields(second, b));
    }

    private static <T> Tree<T> fields(
            String first, Tree<T> a, String second, Tree<T> b, String third, Tree<T> c) {
        return fields(first, a, second, b).merge(fields(third, c));
    }
}
