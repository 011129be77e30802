package dev.mlxj.tree;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A nest of lists and named fields with values at its leaves, as the parameters of a module.
 * Immutable; fields keep their order. A value's path is the names and indices on the way to it,
 * joined by dots: {@code layers.0.weight}; a tree that is one leaf has the path {@code ""}.
 *
 * <p>Flattening, unflattening and mapping take any depth. Matches {@code mlx.utils}, with a
 * difference wherever that recurses without end or follows rules of Python: see {@link #unflatten}
 * and {@link #merge}.
 */
public sealed interface Tree<T> {
    record Leaf<T>(T value) implements Tree<T> {
        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /** A list, possibly empty. */
    record Items<T>(List<Tree<T>> children) implements Tree<T> {
        public Items {
            children = List.copyOf(children);
        }

        @Override
        public String toString() {
            return children.toString();
        }
    }

    /** Named children, at least one: without any it is {@link Empty}. */
    record Fields<T>(SequencedMap<String, Tree<T>> children) implements Tree<T> {
        public Fields {
            if (children.isEmpty()) {
                throw new IllegalArgumentException("a tree without fields is Empty");
            }
            children = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(children));
        }

        @Override
        public String toString() {
            return children.toString();
        }
    }

    /** No value here: a gap in a list, a module without parameters. MLX writes {@code {}}. */
    record Empty<T>() implements Tree<T> {
        @Override
        public String toString() {
            return "{}";
        }
    }

    /** {@link Fields} with these children, or {@link Empty} if there are none. */
    static <T> Tree<T> fields(SequencedMap<String, Tree<T>> children) {
        return children.isEmpty() ? new Empty<>() : new Fields<>(children);
    }

    /** The values of all leaves, in tree order. */
    default Stream<T> leaves() {
        List<T> values = new ArrayList<>();
        forEach((path, value) -> values.add(value));
        return values.stream();
    }

    /** Calls {@code action} with the path and the value of each leaf, in tree order. */
    default void forEach(BiConsumer<String, ? super T> action) {
        Walk.of(this, "", node -> false, (path, leaf) -> action.accept(path, Walk.value(leaf)));
    }

    /**
     * The values by their paths, in tree order. Where fields have dots in their names two leaves
     * can have one path: then the last counts, and only {@link #entries()} has both.
     */
    default SequencedMap<String, T> flatten() {
        return flatten("");
    }

    /**
     * The same with {@code prefix} as the path of the root: {@code model} gives {@code
     * model.weight}.
     */
    default SequencedMap<String, T> flatten(String prefix) {
        SequencedMap<String, T> flat = new LinkedHashMap<>();
        Walk.of(this, prefix, node -> false, (path, leaf) -> flat.put(path, Walk.value(leaf)));
        return flat;
    }

    /** Path and value of each leaf, in tree order: all of them, also those that share a path. */
    default List<Map.Entry<String, T>> entries() {
        List<Map.Entry<String, T>> entries = new ArrayList<>();
        forEach((path, value) -> entries.add(new SimpleImmutableEntry<>(path, value)));
        return entries;
    }

    /**
     * Path and subtree of each leaf, in tree order, where whatever {@code isLeaf} accepts is a leaf
     * too and is not looked into.
     */
    default List<Map.Entry<String, Tree<T>>> entries(Predicate<? super Tree<T>> isLeaf) {
        List<Map.Entry<String, Tree<T>>> entries = new ArrayList<>();
        Walk.of(this, "", isLeaf, (path, n) -> entries.add(new SimpleImmutableEntry<>(path, n)));
        return entries;
    }

    /** {@link #unflatten(Iterable)} of the map's entries. */
    static <T> Tree<T> unflatten(Map<String, ? extends T> flat) {
        return unflatten(flat.entrySet());
    }

    /**
     * The tree in which each value lies at its path. Fields come in the order in which their names
     * are first seen. Where all names at one level are indices ({@code 0}, {@code 1}, {@code 12};
     * not {@code 01}, {@code +1} or {@code -1}) that level is a list, with {@link Empty} for the
     * indices that are absent; no entries at all are the empty list. The entry {@code ""} alone is
     * a leaf. Where a path is a value and has values below it, the former gets the name {@code ""}
     * inside: {@code a, a.b} gives {@code {a: {"": .., b: ..}}}.
     *
     * @throws DuplicateKeyException if two entries name one place, as {@code a} and {@code a.} do
     * @throws IllegalArgumentException if the lists would have more than 1,000,000 gaps
     */
    static <T> Tree<T> unflatten(Iterable<? extends Map.Entry<String, ? extends T>> entries) {
        return Unflatten.of(entries);
    }

    /**
     * The list index that a name is: {@code 0}, or decimal digits that do not begin with 0, up to
     * 2^31-1.
     */
    static OptionalInt index(String name) {
        int length = name.length();
        if (length == 0 || length > 10 || (length > 1 && name.charAt(0) == '0')) {
            return OptionalInt.empty();
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            char digit = name.charAt(i);
            if (digit < '0' || digit > '9') {
                return OptionalInt.empty();
            }
            value = 10 * value + (digit - '0');
        }
        return value <= Integer.MAX_VALUE ? OptionalInt.of((int) value) : OptionalInt.empty();
    }

    /** The same tree with {@code function} of each value. */
    default <R> Tree<R> map(Function<? super T, ? extends R> function) {
        return mapWithPath((path, value) -> function.apply(value));
    }

    /** The same tree with {@code function} of the path and the value of each leaf. */
    default <R> Tree<R> mapWithPath(BiFunction<String, ? super T, ? extends R> function) {
        return Mapping.of(
                this,
                List.<Tree<T>>of(),
                node -> false,
                (path, leaf, rest) -> function.apply(path, Walk.value(leaf)));
    }

    /**
     * The same tree with {@code function} of each value and of what {@code other} has in its place,
     * which may be a subtree. {@code other} may have more fields and items.
     *
     * @throws TreeMismatchException if {@code other} lacks a place that this tree has
     */
    default <U, R> Tree<R> mapWith(
            Tree<U> other, BiFunction<? super T, Tree<U>, ? extends R> function) {
        return mapWith(
                List.of(other),
                node -> false,
                (path, leaf, rest) -> function.apply(Walk.value(leaf), rest.getFirst()));
    }

    /**
     * The same tree with {@code function} of each leaf and of what the others have in its place.
     * What {@code isLeaf} accepts is a leaf too.
     *
     * @throws TreeMismatchException if one of {@code others} lacks a place that this tree has
     */
    default <U, R> Tree<R> mapWith(
            List<Tree<U>> others,
            Predicate<? super Tree<T>> isLeaf,
            LeafFunction<T, U, R> function) {
        return Mapping.of(this, others, isLeaf, function);
    }

    /** What {@link #mapWith} computes for one leaf. */
    @FunctionalInterface
    interface LeafFunction<T, U, R> {
        /**
         * The new value.
         *
         * @param leaf the leaf, or the subtree that was taken as one
         * @param others what the other trees have in its place
         */
        R apply(String path, Tree<T> leaf, List<Tree<U>> others);
    }

    /** The left fold of all values, in tree order. */
    default <A> A reduce(A initial, BiFunction<? super A, ? super T, ? extends A> function) {
        A result = initial;
        for (T value : leaves().toList()) {
            result = function.apply(result, value);
        }
        return result;
    }

    /** The left fold that starts with the first value; nothing if there is none. */
    default Optional<T> reduce(BinaryOperator<T> function) {
        return leaves().reduce(function);
    }

    /**
     * This tree and {@code other} in one, as a deep {@code putAll} that must not replace anything.
     *
     * @throws TreeMismatchException if both have something at one place
     */
    default Tree<T> merge(Tree<T> other) {
        return Merge.of(this, other, "", null);
    }

    /**
     * This tree and {@code other} in one. Fields: those of this tree, then what {@code other} adds.
     * Items go together by index; empty lists and {@link Empty} give way to what the other tree
     * has.
     *
     * @param onConflict chooses where both have something that does not go together: two leaves, a
     *     leaf and a container, a list and fields
     * @throws TreeMismatchException if an empty list meets {@link Empty}
     */
    default Tree<T> merge(Tree<T> other, BinaryOperator<Tree<T>> onConflict) {
        return Merge.of(this, other, "", onConflict);
    }
}
