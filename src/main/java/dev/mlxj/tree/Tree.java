package dev.mlxj.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * A nest of lists and named fields with values at its leaves. Immutable; fields keep their order.
 */
public sealed interface Tree<T> {
    record Leaf<T>(T value) implements Tree<T> {}

    record Items<T>(List<Tree<T>> children) implements Tree<T> {
        public Items {
            children = List.copyOf(children);
        }
    }

    record Fields<T>(SequencedMap<String, Tree<T>> children) implements Tree<T> {
        public Fields {
            children = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(children));
        }
    }

    /** No value here: a gap in a list, a module without parameters. MLX writes {@code {}}. */
    record Empty<T>() implements Tree<T> {}

    /** The values of all leaves, in tree order. */
    default Stream<T> leaves() {
        return switch (this) {
            case Leaf<T>(T value) -> Stream.of(value);
            case Items<T>(List<Tree<T>> children) -> children.stream().flatMap(Tree::leaves);
            case Fields<T>(SequencedMap<String, Tree<T>> children) ->
                    children.values().stream().flatMap(Tree::leaves);
            case Empty<T>() -> Stream.empty();
        };
    }
}
