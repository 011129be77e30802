package dev.mlxj.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Visits the leaves of a tree in order, with their paths, on a stack of its own. */
final class Walk {
    private Walk() {}

    /** The children of one container that are still to come. */
    private record Level<T>(String path, boolean isRoot, Iterator<Map.Entry<String, Tree<T>>> rest) {}

    static <T> void of(
            Tree<T> root,
            String prefix,
            Predicate<? super Tree<T>> isLeaf,
            BiConsumer<String, Tree<T>> visitor) {
        if (visitLeaf(root, prefix, isLeaf, visitor)) {
            return;
        }
        Deque<Level<T>> levels = new ArrayDeque<>();
        levels.push(new Level<>(prefix, prefix.isEmpty(), children(root)));
        while (!levels.isEmpty()) {
            Level<T> level = levels.getFirst();
            if (!level.rest.hasNext()) {
                levels.pop();
                continue;
            }
            Map.Entry<String, Tree<T>> child = level.rest.next();
            String path = join(level.path, level.isRoot, child.getKey());
            if (!visitLeaf(child.getValue(), path, isLeaf, visitor)) {
                levels.push(new Level<>(path, false, children(child.getValue())));
            }
        }
    }

    /** {@code path.name}; below the root just {@code name}, which may itself be empty. */
    static String join(String path, boolean isRoot, String name) {
        return isRoot ? name : path + "." + name;
    }

    static <T> T value(Tree<T> leaf) {
        return switch (leaf) {
            case Tree.Leaf<T>(T value) -> value;
            case Tree.Items<T> list -> throw notOne(list);
            case Tree.Fields<T> fields -> throw notOne(fields);
            case Tree.Empty<T> empty -> throw notOne(empty);
        };
    }

    private static IllegalStateException notOne(Tree<?> tree) {
        return new IllegalStateException("%s is no leaf".formatted(tree));
    }

    private static <T> boolean visitLeaf(
            Tree<T> tree,
            String path,
            Predicate<? super Tree<T>> isLeaf,
            BiConsumer<String, Tree<T>> visitor) {
        if (tree instanceof Tree.Leaf<T> || isLeaf.test(tree)) {
            visitor.accept(path, tree);
            return true;
        }
        return false;
    }

    /** Name or index, and subtree, of each child of a container. */
    static <T> Iterator<Map.Entry<String, Tree<T>>> children(Tree<T> tree) {
        return switch (tree) {
            case Tree.Fields<T>(var children) -> children.entrySet().iterator();
            case Tree.Items<T>(var children) -> new Indexed<>(children.iterator());
            case Tree.Leaf<T> leaf -> Map.<String, Tree<T>>of().entrySet().iterator();
            case Tree.Empty<T> empty -> Map.<String, Tree<T>>of().entrySet().iterator();
        };
    }

    private static final class Indexed<T> implements Iterator<Map.Entry<String, T>> {
        private final Iterator<T> items;
        private int index;

        Indexed(Iterator<T> items) {
            this.items = items;
        }

        @Override
        public boolean hasNext() {
            return items.hasNext();
        }

        @Override
        public Map.Entry<String, T> next() {
            return Map.entry(Integer.toString(index++), items.next());
        }
    }
}
