package dev.mlxj.tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Builds a tree from paths and values: first the nodes from the root down, then their trees
 * upwards.
 */
final class Unflatten {
    /** Enough for any list with holes that means something, and little memory. */
    private static final int MAX_GAPS = 1_000_000;

    private long gaps;

    private Unflatten() {}

    /** A place: untouched, one value, or names and what is below them. */
    private static final class Node<T> {
        Map.@Nullable Entry<String, ? extends T> entry;
        @Nullable SequencedMap<String, Node<T>> children;
        @Nullable Tree<T> tree;

        Node<T> child(String name) {
            if (children == null) {
                children = new LinkedHashMap<>();
            }
            return children.computeIfAbsent(name, absent -> new Node<>());
        }
    }

    static <T> Tree<T> of(Iterable<? extends Map.Entry<String, ? extends T>> entries) {
        Node<T> root = new Node<>();
        for (Map.Entry<String, ? extends T> entry : entries) {
            insert(root, entry);
        }
        if (root.entry == null && root.children == null) {
            return new Tree.Items<>(List.of());
        }
        return new Unflatten().tree(root);
    }

    private static <T> void insert(Node<T> root, Map.Entry<String, ? extends T> entry) {
        Node<T> node = root;
        String path = entry.getKey();
        int from = 0;
        while (from < path.length() || node.entry != null || node.children != null) {
            if (node.entry != null) {
                if (from >= path.length()) {
                    throw new DuplicateKeyException(node.entry.getKey(), path);
                }
                node.child("").entry = node.entry;
                node.entry = null;
            }
            int dot = path.indexOf('.', from);
            int end = dot < 0 ? path.length() : dot;
            node = node.child(path.substring(Math.min(from, end), end));
            from = end + 1;
        }
        node.entry = entry;
    }

    private <T> Tree<T> tree(Node<T> root) {
        List<Node<T>> parentsFirst = new ArrayList<>();
        Deque<Node<T>> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Node<T> node = open.pop();
            parentsFirst.add(node);
            if (node.children != null) {
                node.children.values().forEach(open::push);
            }
        }
        Tree<T> last = new Tree.Empty<>();
        for (Node<T> node : parentsFirst.reversed()) {
            last = node.entry != null ? new Tree.Leaf<>(node.entry.getValue()) : container(node);
            node.tree = last;
        }
        return last;
    }

    private <T> Tree<T> container(Node<T> node) {
        SequencedMap<String, Tree<T>> fields = new LinkedHashMap<>();
        long size = 0;
        boolean isList = true;
        if (node.children != null) {
            for (var child : node.children.entrySet()) {
                Tree<T> tree = child.getValue().tree;
                fields.put(child.getKey(), tree == null ? new Tree.Empty<>() : tree);
                int index = Tree.index(child.getKey()).orElse(-1);
                isList &= index >= 0;
                size = Math.max(size, index + 1L);
            }
        }
        return isList ? items(fields, size) : Tree.fields(fields);
    }

    private <T> Tree<T> items(SequencedMap<String, Tree<T>> fields, long size) {
        gaps += size - fields.size();
        if (gaps > MAX_GAPS) {
            throw new IllegalArgumentException(
                    "unflatten: a list of %d items with only %d of them present leaves too many gaps"
                            .formatted(size, fields.size()));
        }
        List<Tree<T>> items = new ArrayList<>(Collections.nCopies((int) size, new Tree.Empty<>()));
        fields.forEach((name, tree) -> items.set(Integer.parseInt(name), tree));
        return new Tree.Items<>(items);
    }
}
