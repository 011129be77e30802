package dev.mlxj.tree;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Visits the leaves of a tree in order, with their paths, on a stack of its own. */
final class Walk {
    private Walk() {}

    /** The children of one container that are still to come, and the way back from it. */
    private record Level<T>(Iterator<Map.Entry<String, Tree<T>>> rest, int mark) {}

    static <T> void of(
            Tree<T> root,
            String prefix,
            Predicate<? super Tree<T>> isLeaf,
            BiConsumer<String, Tree<T>> visitor) {
        PathBuilder path = new PathBuilder(prefix);
        Deque<Level<T>> levels = new ArrayDeque<>();
        visit(root, path, -1, isLeaf, visitor, levels);
        while (!levels.isEmpty()) {
            Level<T> level = levels.getFirst();
            if (level.rest.hasNext()) {
                Map.Entry<String, Tree<T>> child = level.rest.next();
                int mark = path.enter(child.getKey());
                visit(child.getValue(), path, mark, isLeaf, visitor, levels);
            } else {
                levels.pop();
                if (!levels.isEmpty()) {
                    path.leave(level.mark);
                }
            }
        }
    }

    private static <T> void visit(
            Tree<T> tree,
            PathBuilder path,
            int mark,
            Predicate<? super Tree<T>> isLeaf,
            BiConsumer<String, Tree<T>> visitor,
            Deque<Level<T>> levels) {
        if (!isLeaf(tree, isLeaf)) {
            levels.push(new Level<>(children(tree), mark));
            return;
        }
        visitor.accept(path.toString(), tree);
        if (!levels.isEmpty()) {
            path.leave(mark);
        }
    }

    static <T> boolean isLeaf(Tree<T> tree, Predicate<? super Tree<T>> isLeaf) {
        return tree instanceof Tree.Leaf<T> || isLeaf.test(tree);
    }

    static <T> T value(Tree<T> leaf) {
        if (leaf instanceof Tree.Leaf<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("%s is no leaf".formatted(leaf));
    }

    /**
     * Name or index, and subtree, of each child of a container. No switch, since every command that
     * writes comes through here, and the first run of a switch over types costs 20 ms.
     */
    static <T> Iterator<Map.Entry<String, Tree<T>>> children(Tree<T> tree) {
        if (tree instanceof Tree.Fields<T>(var children)) {
            return children.entrySet().iterator();
        }
        if (tree instanceof Tree.Items<T>(var children)) {
            return new Indexed<>(children.iterator());
        }
        return Collections.emptyIterator();
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
