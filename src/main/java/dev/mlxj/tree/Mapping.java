package dev.mlxj.tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** Builds a tree of the same form from the leaves of another, on a stack of its own. */
final class Mapping<T, U, R> {
    private final Predicate<? super Tree<T>> isLeaf;
    private final Tree.LeafFunction<T, U, R> function;
    private final PathBuilder path = new PathBuilder("");
    private final Deque<Level<T, U, R>> levels = new ArrayDeque<>();

    private Mapping(Predicate<? super Tree<T>> isLeaf, Tree.LeafFunction<T, U, R> function) {
        this.isLeaf = isLeaf;
        this.function = function;
    }

    static <T, U, R> Tree<R> of(
            Tree<T> root,
            List<Tree<U>> others,
            Predicate<? super Tree<T>> isLeaf,
            Tree.LeafFunction<T, U, R> function) {
        return new Mapping<>(isLeaf, function).run(root, others);
    }

    /** A container whose children are being mapped, and the way back from the child in work. */
    private static final class Level<T, U, R> {
        final Tree<T> tree;
        final List<Tree<U>> others;
        final Iterator<Map.Entry<String, Tree<T>>> rest;
        final SequencedMap<String, Tree<R>> done = new LinkedHashMap<>();
        String name = "";
        int mark;

        Level(Tree<T> tree, List<Tree<U>> others) {
            this.tree = tree;
            this.others = others;
            this.rest = Walk.children(tree);
        }

        Tree<R> result() {
            return tree instanceof Tree.Items<T>
                    ? new Tree.Items<>(new ArrayList<>(done.values()))
                    : Tree.fields(done);
        }
    }

    private Tree<R> run(Tree<T> root, List<Tree<U>> others) {
        Tree<R> result = leafOrOpen(root, others);
        while (!levels.isEmpty()) {
            Level<T, U, R> level = levels.getFirst();
            if (result != null) {
                level.done.put(level.name, result);
                path.leave(level.mark);
            }
            if (level.rest.hasNext()) {
                Map.Entry<String, Tree<T>> child = level.rest.next();
                level.name = child.getKey();
                level.mark = path.enter(level.name);
                result = leafOrOpen(child.getValue(), below(level));
            } else {
                levels.pop();
                result = level.result();
            }
        }
        return Objects.requireNonNull(result);
    }

    /** The mapped leaf; null for a container, which is now the innermost level. */
    private @Nullable Tree<R> leafOrOpen(Tree<T> tree, List<Tree<U>> others) {
        if (Walk.isLeaf(tree, isLeaf)) {
            return new Tree.Leaf<>(function.apply(path.toString(), tree, others));
        }
        levels.push(new Level<>(tree, others));
        return null;
    }

    /** What the others have in the place of the child that {@code level} is at. */
    private List<Tree<U>> below(Level<T, U, R> level) {
        if (level.others.isEmpty()) {
            return level.others;
        }
        List<Tree<U>> below = new ArrayList<>(level.others.size());
        for (Tree<U> other : level.others) {
            Tree<U> child =
                    level.tree instanceof Tree.Items<T>
                            ? item(other, Integer.parseInt(level.name))
                            : field(other, level.name);
            if (child == null) {
                throw new TreeMismatchException(
                        path.toString(), "map: the other tree has nothing at '%s'".formatted(path));
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
