package dev.mlxj.surgery;

import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.Inspection.Total;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a model as a tree of modules, each with the total of what is below it. Paths are
 * split at their dots. A tensor may have tensors below it ({@code a} beside {@code a.b}).
 */
public final class Outline {
    /** Names with more dots than this keep the rest of their path in one piece. */
    private static final int MAX_DEPTH = 64;

    private final String name;
    private final Total total = new Total();
    private final List<Outline> children = new ArrayList<>();
    private final Map<String, Outline> byName = new HashMap<>(4);
    private @Nullable Row row;

    private Outline(String name) {
        this.name = name;
    }

    /** The root of the tree, its children in the order of {@code rows}. */
    public static Outline of(Collection<Row> rows) {
        Outline root = new Outline("");
        for (Row row : rows) {
            root.add(row);
        }
        return root;
    }

    private void add(Row row) {
        String path = row.name();
        Outline node = this;
        node.total.add(row);
        int start = 0;
        for (int depth = 1; ; depth++) {
            int dot = depth == MAX_DEPTH ? -1 : path.indexOf('.', start);
            node = node.child(dot < 0 ? path.substring(start) : path.substring(start, dot));
            node.total.add(row);
            if (dot < 0) {
                node.row = row;
                return;
            }
            start = dot + 1;
        }
    }

    private Outline child(String part) {
        Outline child = byName.get(part);
        if (child == null) {
            child = new Outline(part);
            byName.put(part, child);
            children.add(child);
        }
        return child;
    }

    /** Sorts the children of every node. */
    public void sort(Comparator<Outline> order) {
        children.sort(order);
        for (Outline child : children) {
            child.sort(order);
        }
    }

    /** The part of the path between two dots; empty for the root. */
    public String name() {
        return name;
    }

    /** The tensor with exactly this path; null for a module. */
    public @Nullable Row row() {
        return row;
    }

    /** This tensor, if it is one, and all below. */
    public Total total() {
        return total;
    }

    public List<Outline> children() {
        return children;
    }
}
