package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.tree.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The module that the names of a checkpoint describe, when its architecture is not known: a generic
 * module for each inner node of the name tree, a list where the names below a node are {@code 0} to
 * {@code n}. Every array is a parameter, also one whose name begins with {@code _}.
 *
 * <p>No name is changed or lost: {@link #namedParameters} gives exactly the names that came in, and
 * {@link #parameterAt} finds each, whatever dots it has. Where a name is that of an array and of
 * arrays below it ({@code a} and {@code a.b}), the latter belong to the same module as the former,
 * under keys with dots. So do the parts of a name beyond {@value #MAX_DEPTH}.
 */
public final class GenericModule extends Module {
    /** Enough for any architecture; keeps a name made of dots from being a tower of modules. */
    private static final int MAX_DEPTH = 128;

    private GenericModule() {}

    /** The module of these arrays by their names. */
    public static GenericModule of(Map<String, Array> arrays) {
        Node root = new Node();
        arrays.forEach(root::add);
        return root.module();
    }

    @Override
    protected boolean isHidden(String key) {
        return false;
    }

    /** A part of a name: the array that ends here, and the parts that follow. */
    private static final class Node {
        private @Nullable Array array;
        private final SequencedMap<String, Node> children = new LinkedHashMap<>();

        void add(String name, Array value) {
            Node node = this;
            int from = 0;
            for (int depth = 1; depth < MAX_DEPTH && from <= name.length(); depth++) {
                int dot = name.indexOf('.', from);
                int end = dot < 0 ? name.length() : dot;
                node = node.child(name.substring(from, end));
                from = end + 1;
            }
            if (from <= name.length()) {
                node = node.child(name.substring(from));
            }
            node.array = value;
        }

        private Node child(String part) {
            return children.computeIfAbsent(part, absent -> new Node());
        }

        GenericModule module() {
            GenericModule module = new GenericModule();
            children.forEach((part, child) -> child.addTo(module, part));
            return module;
        }

        private void addTo(Module module, String part) {
            if (array == null) {
                module.set(part, isList() ? list() : module());
            } else {
                addFlat(module, part);
            }
        }

        /** The array here and all below it, as members of one module. */
        private void addFlat(Module module, String key) {
            if (array != null) {
                module.set(key, array);
            }
            children.forEach((part, child) -> child.addFlat(module, key + "." + part));
        }

        /** Whether the parts that follow are the indices 0 to n, and each is one thing only. */
        private boolean isList() {
            int n = children.size();
            return children.entrySet().stream()
                    .allMatch(
                            entry ->
                                    Tree.index(entry.getKey()).orElse(n) < n
                                            && !entry.getValue().isBoth());
        }

        private boolean isBoth() {
            return array != null && !children.isEmpty();
        }

        private List<Object> list() {
            List<Object> items = new ArrayList<>(Collections.nCopies(children.size(), this));
            children.forEach((part, child) -> items.set(Integer.parseInt(part), child.item()));
            return items;
        }

        private Object item() {
            if (array != null) {
                return array;
            }
            return isList() ? list() : module();
        }
    }
}
