package dev.mlxj.tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** Builds a tree of the same form from the leaves of another, on a stack of its own. */
final class Mapping<T, U, R> {
    private final Predicate<? super Tree<T>> isLeaf;
    private final Tree.LeafFunction<T, U, R> function;

    private Mapping(Predicate<? super Tree<T>> isLeaf, Tree.LeafFunction<T, U, R> function) {
        this.isLeaf = isLeaf;
        this.function = function;
    }

    static <T, U, R> Tree<R> of(
            Tree<T> root,
            List<Tree<U>> others,
            String prefix,
            Predicate<? super Tree<T>> isLeaf,
            Tree.LeafFunction<T, U, R> function) {
        return new Mapping<>(isLeaf, function).run(root, others, prefix);
    }

    /** A container whose children are being mapped. */
    private final class Level {
        final Tree<T> tree;
        final List<Tree<U>> others;
        final String path;
        final boolean isRoot;
        final Iterator<Map.Entry<String, Tree<T>>> rest;
        final SequencedMap<String, Tree<R>> done = new LinkedHashMap<>();
        String name = "";

        Level(Tree<T> tree, List<Tree<U>> others, String path, boolean isRoot) {
            this.tree = tree;
            this.others = others;
            this.path = path;
            this.isRoot = isRoot;
            this.rest = Walk.children(tree);
        }

        Tree<R> result() {
            return tree instanceof Tree.Items<T>
                    ? new Tree.Items<>(new ArrayList<>(done.values()))
                    : Tree.fields(done);
        }
    }

    private Tree<R> run(Tree<T> root, List<Tree<U>> others, String prefix) {
        Tree<R> result = leaf(root, prefix, others);
        if (result != null) {
            return result;
        }
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(new Level(root, others, prefix, prefix.isEmpty()));
        while (true) {
            Level level = levels.getFirst();
            if (!level.rest.hasNext()) {
                result = level.result();
                levels.pop();
                if (levels.isEmpty()) {
                    return result;
                }
                Level parent = levels.getFirst();
                parent.done.put(parent.name, result);
                continue;
            }
            Map.Entry<String, Tree<T>> child = level.rest.next();
            level.name = child.getKey();
            String path = Walk.join(level.path, level.isRoot, level.name);
            List<Tree<U>> below = below(level.others, level.tree, level.name, path);
            result = leaf(child.getValue(), path, below);
            if (result != null) {
                level.done.put(level.name, result);
            } else {
                levels.push(new Level(child.getValue(), below, path, false));
            }
        }
    }

    private @Nullable Tree<R> leaf(Tree<T> tree, String path, List<Tree<U>> others) {
        return tree instanceof Tree.Leaf<T> || isLeaf.test(tree)
                ? new Tree.Leaf<>(function.apply(path, tree, others))
                : null;
    }

    /** What the others have under {@code name}, which is a name or an index of {@code parent}. */
    private static <T, U> List<Tree<U>> below(
            List<Tree<U>> others, Tree<T> parent, String name, String path) {
        if (others.isEmpty()) {
            return others;
        }
        List<Tree<U>> below = new ArrayList<>(others.size());
        for (Tree<U> other : others) {
            Tree<U> child =
                    parent instanceof Tree.Items<T>
                            ? item(other, Integer.parseInt(name))
                            : field(other, name);
            if (child == null) {
                throw new TreeMismatchException(
                        path, "map: the other tree has nothing at '%s'".formatted(path));
            }
            below.add(child);
        }
        return below;
    }

    private static <U> @Nullable Tree<U> item(Tree<U> tree, int index) {
        return tree instanceof Tree.Items<U>(var items) && index < items.size()
                ? items.get(index)
                : null;
    }

    private static <U> @Nullable Tree<U> field(Tree<U> tree, String name) {
        return tree instanceof Tree.Fields<U>(var fields) ? fields.get(name) : null;
    }
}
