package dev.mlxj.tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BinaryOperator;

/** Two trees in one. */
final class Merge {
    private Merge() {}

    static <T> Tree<T> of(
            Tree<T> a, Tree<T> b, String path, @Nullable BinaryOperator<Tree<T>> onConflict) {
        if (isEmpty(a) && isEmpty(b)) {
            if (a instanceof Tree.Items<T> != b instanceof Tree.Items<T>) {
                throw new TreeMismatchException(
                        path, "merge: a list and fields meet at '%s'".formatted(path));
            }
            return a;
        }
        if (isEmpty(a)) {
            return b;
        }
        if (isEmpty(b)) {
            return a;
        }
        if (a instanceof Tree.Items<T>(var left) && b instanceof Tree.Items<T>(var right)) {
            return items(left, right, path, onConflict);
        }
        if (a instanceof Tree.Fields<T>(var left) && b instanceof Tree.Fields<T>(var right)) {
            return fields(left, right, path, onConflict);
        }
        if (onConflict == null) {
            throw new TreeMismatchException(
                    path, "merge: both trees have something at '%s'".formatted(path));
        }
        return onConflict.apply(a, b);
    }

    private static boolean isEmpty(Tree<?> tree) {
        return tree instanceof Tree.Empty
                || (tree instanceof Tree.Items<?>(var items) && items.isEmpty());
    }

    private static <T> Tree<T> items(
            List<Tree<T>> a,
            List<Tree<T>> b,
            String path,
            @Nullable BinaryOperator<Tree<T>> onConflict) {
        List<Tree<T>> longer = a.size() >= b.size() ? a : b;
        List<Tree<T>> merged = new ArrayList<>(longer);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            merged.set(i, of(a.get(i), b.get(i), below(path, Integer.toString(i)), onConflict));
        }
        return new Tree.Items<>(merged);
    }

    private static <T> Tree<T> fields(
            SequencedMap<String, Tree<T>> a,
            SequencedMap<String, Tree<T>> b,
            String path,
            @Nullable BinaryOperator<Tree<T>> onConflict) {
        SequencedMap<String, Tree<T>> merged = new LinkedHashMap<>(a);
        b.forEach(
                (name, right) ->
                        merged.compute(
                                name,
                                (same, left) ->
                                        left == null
                                                ? right
                                                : of(left, right, below(path, name), onConflict)));
        return new Tree.Fields<>(merged);
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
