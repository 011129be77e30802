package dev.mlxj.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.tree.Tree.Items;
import dev.mlxj.tree.Tree.Leaf;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.LinkedHashMap;

class TreePropertyTest {
    @Property(tries = 300)
    void unflattening_a_flat_tree_gives_the_tree_back(@ForAll("nests") Tree<Integer> tree) {
        assertThat(Tree.unflatten(tree.flatten()).flatten()).isEqualTo(tree.flatten());
        assertThat(Tree.unflatten(tree.flatten())).isEqualTo(tree);
    }

    @Property(tries = 300)
    void mapping_the_identity_changes_nothing(@ForAll("nests") Tree<Integer> tree) {
        assertThat(tree.map(v -> v)).isEqualTo(tree);
        assertThat(tree.mapWith(tree, (v, same) -> same)).isEqualTo(tree.map(Leaf::new));
    }

    /** Trees that have a value in every container, and no list that begins with a gap. */
    @Provide
    Arbitrary<Tree<Integer>> nests() {
        Arbitrary<Tree<Integer>> leaf = Arbitraries.integers().map(Leaf::new);
        return Arbitraries.recursive(() -> leaf, TreePropertyTest::container, 0, 4);
    }

    private static Arbitrary<Tree<Integer>> container(Arbitrary<Tree<Integer>> child) {
        Arbitrary<Tree<Integer>> items =
                child.list().ofMinSize(1).ofMaxSize(3).map(children -> new Items<>(children));
        Arbitrary<Tree<Integer>> fields =
                Arbitraries.maps(Arbitraries.of("a", "b", "weight", "_c"), child)
                        .ofMinSize(1)
                        .map(children -> Tree.fields(new LinkedHashMap<>(children)));
        return Arbitraries.oneOf(items, fields);
    }
}
